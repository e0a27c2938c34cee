"""campaigns_and_vouchers

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-25 23:00:53.241796

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "target",
            sa.Enum("welcome", "shop", "product", "maker", name="target", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("greeting_id", sa.String(), nullable=False),
        sa.Column("greeting_en", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_campaign_days_in_order")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_campaign_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_campaign_maker_id_maker")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_campaign_owner_id_user")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_campaign_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_maker_id"), ["maker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_product_id"), ["product_id"], unique=False)

    op.create_table(
        "campaign_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_product_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_campaign_product_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_product")),
        sa.UniqueConstraint(
            "campaign_id", "product_id", name=op.f("uq_campaign_product_campaign_id_product_id")
        ),
    )
    with op.batch_alter_table("campaign_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_product_product_id"), ["product_id"], unique=False)

    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("most_each", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column(
            "bearer",
            sa.Enum("cooperative", "makers", name="bearer", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(amount > 0) <> (percent > 0)", name=op.f("ck_voucher_amount_or_percent")),
        sa.CheckConstraint(
            "amount >= 0 AND percent BETWEEN 0 AND 90 AND minimum >= 0",
            name=op.f("ck_voucher_nothing_negative"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_voucher_days_in_order")),
        sa.CheckConstraint(
            "most_uses IS NULL OR used <= most_uses", name=op.f("ck_voucher_no_more_than_most")
        ),
        sa.CheckConstraint("used >= 0", name=op.f("ck_voucher_used_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_voucher_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "voucher_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("live", "returned", name="usestate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_use_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_use")),
    )
    with op.batch_alter_table("voucher_use", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_voucher_use_voucher_id_voucher_use_email"), ["voucher_id", "email"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_voucher_use_voucher_id_voucher_use_phone"), ["voucher_id", "phone"], unique=False
        )

    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_campaign_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_campaign_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(), server_default="unknown", nullable=False))
        batch_op.add_column(sa.Column("exhibition_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("voucher_use_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_order_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_first_campaign_id"), ["first_campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_last_campaign_id"), ["last_campaign_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_order_voucher_use_id"), ["voucher_use_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_order_exhibition_id_exhibition"), "exhibition", ["exhibition_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_order_last_campaign_id_campaign"), "campaign", ["last_campaign_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_order_voucher_use_id_voucher_use"), "voucher_use", ["voucher_use_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_order_first_campaign_id_campaign"), "campaign", ["first_campaign_id"], ["id"]
        )


def downgrade():
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_order_first_campaign_id_campaign"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_order_voucher_use_id_voucher_use"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_order_last_campaign_id_campaign"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_order_exhibition_id_exhibition"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_order_voucher_use_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_order_last_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_order_first_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_order_exhibition_id"))
        batch_op.drop_column("voucher_use_id")
        batch_op.drop_column("exhibition_id")
        batch_op.drop_column("source")
        batch_op.drop_column("last_campaign_id")
        batch_op.drop_column("first_campaign_id")

    op.drop_table("voucher_use")
    op.drop_table("voucher")
    op.drop_table("campaign_product")
    op.drop_table("campaign")
