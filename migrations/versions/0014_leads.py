"""leads

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-26 01:34:06.497342

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "lead_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_template")),
    )
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "contacted",
                "converted",
                "declined",
                "unsubscribed",
                name="leadstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "why_not",
            sa.Enum(
                "price",
                "size",
                "colour",
                "shipping",
                "looking",
                "other",
                name="whynot",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("exhibition_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_lead_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_lead_officer_id_user")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_lead_order_id_order")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_lead_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("client_id", name=op.f("uq_lead_client_id")),
        sa.UniqueConstraint("token", name=op.f("uq_lead_token")),
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_keep_until"), ["keep_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_officer_id"), ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_phone"), ["phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_status_lead_due_on"), ["status", "due_on"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum("whatsapp", "mail", "call", name="how", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_follow_up_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_lead_id"), ["lead_id"], unique=False)


def downgrade():
    op.drop_table("follow_up")
    op.drop_table("lead")
    op.drop_table("lead_template")
