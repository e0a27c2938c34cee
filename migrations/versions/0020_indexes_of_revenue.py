"""indexes of revenue

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-26 15:30:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OF_ORDER = ["paid_on", "channel", "goods", "discount", "unique_code", "shipping"]
OF_LINE = ["order_id", "maker_id", "product_id", "quantity", "price", "reduction"]


def upgrade():
    paid = sa.text("paid_on IS NOT NULL")
    op.create_index("ix_order_revenue", "order", OF_ORDER, sqlite_where=paid, postgresql_where=paid)
    op.drop_index("ix_order_paid_on", "order")
    op.create_index("ix_order_line_revenue", "order_line", OF_LINE)
    op.drop_index("ix_order_line_order_id", "order_line")


def downgrade():
    op.create_index("ix_order_line_order_id", "order_line", ["order_id"])
    op.drop_index("ix_order_line_revenue", "order_line")
    op.create_index("ix_order_paid_on", "order", ["paid_on"])
    op.drop_index("ix_order_revenue", "order")
