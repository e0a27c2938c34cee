"""documents

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-26 21:58:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "document",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "ready", "failed", name="documentstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_created_at"), "document", ["created_at"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_document_created_at"), table_name="document")
    op.drop_table("document")
