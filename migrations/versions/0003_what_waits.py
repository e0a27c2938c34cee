"""what_waits

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 14:22:15.310822

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Columns are added and dropped one by one: to make a table anew, as a batch may, would lose on SQLite the rows that
# refer to it.
MOMENTS = ("ask_at", "silent_since", "refused_at")


def upgrade():
    for table in ("payment", "refund"):
        for name in MOMENTS:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "discarded_portrait",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_discarded_portrait")),
    )
    op.add_column("order", sa.Column("placed_from", sa.String(), nullable=True))
    op.create_index(op.f("ix_order_placed_from"), "order", ["placed_from"], unique=False)


def downgrade():
    op.drop_table("discarded_portrait")
    op.drop_index(op.f("ix_order_placed_from"), table_name="order")
    op.drop_column("order", "placed_from")
    for table in ("refund", "payment"):
        for name in reversed(MOMENTS):
            op.drop_column(table, name)
