"""flags

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-26 12:10:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    reasons = ("personal", "insult", "advertising", "off_topic", "picture")
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Enum(*reasons, name="reason", native_enum=False, length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_flag_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("review_id", "token", name=op.f("uq_flag_review_id_token")),
    )
    op.create_index(op.f("ix_flag_review_id_flag_version"), "flag", ["review_id", "version"], unique=False)
    op.create_index(op.f("ix_flag_closed_at"), "flag", ["closed_at"], unique=False)
    for table in ("review", "reply"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("note", sa.String(), server_default="", nullable=False))


def downgrade():
    for table in ("reply", "review"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("note")
    op.drop_table("flag")
