"""quotes

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-26 02:50:11.402913

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0017"
down_revision = "0016"
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

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("photo_key", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_lead_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_photo_key"), ["photo_key"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_lead_campaign_id_campaign"), "campaign", ["campaign_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_lead_photo_key_picture"), "picture", ["photo_key"], ["key"]
        )

    op.create_table(
        "lead_quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "withdrawn",
                name="quotestatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("delivery_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("deposit_percent", sa.Integer(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("deposit_percent BETWEEN 0 AND 90", name=op.f("ck_lead_quote_deposit_is_a_part")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_quote_lead_id_lead")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_lead_quote_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_quote")),
        sa.UniqueConstraint("order_id", name=op.f("uq_lead_quote_order_id")),
        sa.UniqueConstraint("token", name=op.f("uq_lead_quote_token")),
    )
    with op.batch_alter_table("lead_quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_quote_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "lead_quote_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_lead_quote_line_price_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lead_quote_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["lead_quote.id"], name=op.f("fk_lead_quote_line_quote_id_lead_quote")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_lead_quote_line_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_quote_line")),
    )
    with op.batch_alter_table("lead_quote_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_quote_line_quote_id"), ["quote_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_quote_line_variant_id"), ["variant_id"], unique=False)


def downgrade():
    op.drop_table("lead_quote_line")
    op.drop_table("lead_quote")

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lead_photo_key_picture"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_lead_campaign_id_campaign"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_lead_photo_key"))
        batch_op.drop_index(batch_op.f("ix_lead_campaign_id"))
        batch_op.drop_column("photo_key")
        batch_op.drop_column("campaign_id")

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_column("rest")

    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_order_deposited_is_the_deposit"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_order_deposit_is_a_part"), type_="check")
        batch_op.drop_column("deposited")
        batch_op.drop_column("deposit")
