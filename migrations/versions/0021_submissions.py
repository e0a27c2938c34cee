"""submissions

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-26 18:10:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "submission",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_at"), "submission", ["at"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_submission_at"), table_name="submission")
    op.drop_table("submission")
