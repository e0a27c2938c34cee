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


def downgrade():
    for table in ("refund", "payment"):
        for name in reversed(MOMENTS):
            op.drop_column(table, name)
