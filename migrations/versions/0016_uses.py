"""uses

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-26 03:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tags", "poster", "catalogue", "share", name="publicationkind", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_publication_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_publication_exhibition_id_exhibition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    for column in ("by", "campaign_id", "exhibition_id"):
        op.create_index(op.f(f"ix_publication_{column}"), "publication", [column], unique=False)

    op.create_table(
        "appearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_appearance_maker_id_maker")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_appearance_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_appearance_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )
    for column in ("maker_id", "product_id", "publication_id"):
        op.create_index(op.f(f"ix_appearance_{column}"), "appearance", [column], unique=False)


def downgrade():
    op.drop_table("appearance")
    op.drop_table("publication")
