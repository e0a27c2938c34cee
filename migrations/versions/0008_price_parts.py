"""price_parts

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-25 19:18:40.118207

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("kain", "selendang", "sarung", "syal", "taplak", "sapu_tangan")


def upgrade():
    op.create_table(
        "price_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="kind", native_enum=False, length=20), nullable=True),
        sa.Column("makers", sa.BigInteger(), nullable=False),
        sa.Column("materials", sa.BigInteger(), nullable=False),
        sa.Column("cooperative", sa.BigInteger(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("note_en", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(product_id IS NULL) <> (kind IS NULL)", name=op.f("ck_price_parts_of_a_product_or_a_kind")
        ),
        sa.CheckConstraint(
            "makers >= 0 AND materials >= 0 AND cooperative >= 0",
            name=op.f("ck_price_parts_nothing_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_price_parts_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_parts")),
        sa.UniqueConstraint("kind", name=op.f("uq_price_parts_kind")),
        sa.UniqueConstraint("product_id", name=op.f("uq_price_parts_product_id")),
    )


def downgrade():
    op.drop_table("price_parts")
