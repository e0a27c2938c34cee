"""quotes

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-26 02:50:11.402913

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deposit", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("deposited", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            batch_op.f("ck_order_deposit_is_a_part"),
            "deposit > 0 AND deposit < goods + coalesce(shipping, 0) - discount",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_order_deposited_is_the_deposit"),
            "deposited >= 0 AND deposited <= coalesce(deposit, 0)",
        )

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rest", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_column("rest")

    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_order_deposited_is_the_deposit"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_order_deposit_is_a_part"), type_="check")
        batch_op.drop_column("deposited")
        batch_op.drop_column("deposit")
