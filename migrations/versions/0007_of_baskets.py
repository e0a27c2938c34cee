"""of_baskets

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-25 19:31:40.127355

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAYS = ("making_days", "days_min", "days_max")


def upgrade():
    op.add_column("user", sa.Column("basket", sa.String(), nullable=True))
    op.add_column("basket_line", sa.Column("later", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("order", sa.Column("gift", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("order", sa.Column("gift_note", sa.String(), server_default="", nullable=False))
    for name in DAYS:
        op.add_column("order", sa.Column(name, sa.Integer(), nullable=True))


def downgrade():
    for name in ("gift", "gift_note", *DAYS):
        op.drop_column("order", name)
    op.drop_column("basket_line", "later")
    op.drop_column("user", "basket")
