"""Who may ask for what: every route of the shop, and who is let in. A new route needs a line here.

"Let in" is whatever comes after the door: the page, "there is no such order", "fill this in". Who is not let in is sent
to the sign-in page (reading, as a stranger) or refused with 403. Pages that a secret in the address opens (an order, a
webhook) are open to everybody here, and held shut by tests of their own.
"""

from app.accounts.models import Role

STRANGER = "stranger"
CUSTOMER, MAKER, OFFICER, ADMIN = Role.CUSTOMER, Role.MAKER, Role.OFFICER, Role.ADMIN
WHO = (STRANGER, CUSTOMER, MAKER, OFFICER, ADMIN)

EVERYBODY = frozenset(WHO)
SIGNED_IN = EVERYBODY - {STRANGER}
MAKERS = frozenset({MAKER})
STAFF = frozenset({OFFICER, ADMIN})
ADMINS = frozenset({ADMIN})

MATRIX: dict[frozenset[str], str] = {
    EVERYBODY: """
        static
        shop.home.show
        shop.catalog.browse  shop.catalog.show  shop.catalog.suggest
        shop.media.photo
        shop.sitemap.show  shop.sitemap.part  shop.sitemap.robots  shop.feed.show
        api.feeds.google  api.feeds.meta  api.feeds.products
        api.products.browse  api.products.show  api.makers.browse  api.makers.show
        api.motifs.browse  api.motifs.show  api.description.show
        api.embed.script  api.embed.show  api.oembed.show  shop.elsewhere.show
        shop.posters.piece  shop.posters.maker  shop.posters.shelf
        shop.exhibitions.browse  shop.exhibitions.show  shop.exhibitions.piece
        shop.farewell.show  shop.farewell.leave  shop.quotes.show  shop.quotes.accept  shop.quotes.decline
        shop.campaigns.follow  shop.campaigns.welcome  shop.campaigns.from_site
        shop.pages.about  shop.pages.help  shop.pages.shipping  shop.pages.privacy  shop.pages.terms
        shop.visitor.state
        shop.checkout.show  shop.checkout.options  shop.checkout.regions  shop.checkout.check
        shop.checkout.place
        shop.basket.show  shop.basket.add  shop.basket.change  shop.basket.remove
        shop.basket.shared  shop.basket.take  shop.basket.use_voucher  shop.basket.put_off  shop.basket.bring_back
        shop.makers.browse  shop.makers.show  shop.makers.portrait
        shop.orders.show  shop.orders.pay  shop.orders.check  shop.orders.send_proof  shop.orders.cancel
        shop.orders.find  shop.orders.look
        shop.reviews.begin  shop.reviews.save  shop.reviews.withdraw  shop.reviews.photo
        shop.reviews.of_product  shop.reviews.of_maker
        shop.flags.begin  shop.flags.send  shop.flags.thanks
        shop.account.sign_in  shop.account.begin_session  shop.account.begin_again
        shop.account.sign_out
        shop.sign_up.show  shop.sign_up.join  shop.sign_up.confirm  shop.sign_up.finish
        api.health.show  api.stripe.webhook
    """,
    SIGNED_IN: """
        shop.account.show  shop.account.password  shop.account.change_password
        shop.profile.edit  shop.profile.save  shop.profile.download  shop.profile.ask  shop.profile.delete
        shop.address_book.browse  shop.address_book.begin  shop.address_book.add  shop.address_book.edit
        shop.address_book.save  shop.address_book.prefer  shop.address_book.remove
    """,
    MAKERS: """
        shop.story.show  shop.story.edit  shop.story.save  shop.story.give  shop.story.withdraw
        shop.story.withdraw_all  shop.story.portrait
        shop.replies.show  shop.replies.answer  shop.replies.withdraw
    """,
    STAFF: """
        admin.today.show
        admin.revenue.show  admin.revenue.download  admin.beyond.show
        admin.makers.browse
        admin.products.browse  admin.products.begin  admin.products.make  admin.products.edit  admin.products.save
        admin.products.add_variant  admin.products.save_variant  admin.products.save_credits
        admin.products.publish  admin.products.withdraw  admin.products.archive
        admin.photos.add  admin.photos.describe  admin.photos.move  admin.photos.remove
        admin.exhibitions.browse  admin.exhibitions.begin  admin.exhibitions.make  admin.exhibitions.show
        admin.exhibitions.edit  admin.exhibitions.save  admin.exhibitions.open_up  admin.exhibitions.close
        admin.exhibitions.spend  admin.worth.browse  admin.worth.show
        admin.packing.show  admin.packing.scan  admin.packing.unpack
        admin.packing.sell_online  admin.packing.keep_offline
        admin.leads.browse  admin.leads.begin  admin.leads.take  admin.leads.show  admin.leads.edit  admin.leads.correct
        admin.leads.photo  admin.leads.follow_up  admin.leads.decline  admin.leads.unsubscribe  admin.leads.download
        admin.quotes.begin  admin.quotes.make  admin.quotes.show  admin.quotes.edit  admin.quotes.save
        admin.quotes.withdraw
        admin.campaigns.browse  admin.campaigns.begin  admin.campaigns.make  admin.campaigns.show
        admin.campaigns.edit  admin.campaigns.save  admin.campaigns.choose  admin.campaigns.lift  admin.campaigns.drop
        admin.campaigns.svg  admin.campaigns.png  admin.campaigns.poster
        admin.unpacking.show  admin.unpacking.scan  admin.unpacking.count
        admin.stall.show  admin.stall.goods  admin.stall.bring_in  admin.stall.worker  admin.stall.manifest
        admin.stall.photograph  admin.stall.close_day
        admin.tags.choose  admin.tags.make
        admin.publicity.choose  admin.publicity.make  admin.publicity.share  admin.publicity.preview
        admin.publicity.show  admin.publicity.make_anew  admin.publicity.paper  admin.publicity.picture
        admin.motifs.browse  admin.motifs.begin  admin.motifs.make  admin.motifs.edit  admin.motifs.save
    """,
    ADMINS: """
        admin.exhibitions.publish  admin.exhibitions.withdraw  admin.beyond.decide
        admin.lead_templates.browse  admin.lead_templates.begin  admin.lead_templates.make
        admin.lead_templates.edit  admin.lead_templates.save
        admin.handover.show  admin.handover.give
        admin.vouchers.browse  admin.vouchers.begin  admin.vouchers.make  admin.vouchers.show  admin.vouchers.save
        admin.exhibition_team.appoint  admin.exhibition_team.dismiss
        admin.stock.browse  admin.stock.show  admin.stock.receive  admin.stock.adjust
        admin.order_sheet.download  admin.orders.browse  admin.orders.show  admin.orders.slip  admin.orders.proof
        admin.orders.confirm  admin.orders.reject  admin.orders.quote  admin.orders.pack  admin.orders.ship
        admin.orders.deliver  admin.orders.take_back  admin.orders.cancel  admin.orders.refund
        admin.orders.ask_again  admin.orders.made
        admin.new_order.show  admin.new_order.place  admin.new_order.options
        admin.tasks.browse  admin.tasks.close  admin.stall.give
        admin.messages.browse  admin.messages.show  admin.messages.html  admin.messages.try_again
        admin.webhooks.browse  admin.webhooks.begin  admin.webhooks.make  admin.webhooks.show  admin.webhooks.save
        admin.webhooks.renew  admin.webhooks.remove  admin.webhooks.test  admin.webhooks.delivery
        admin.webhooks.send_again
        admin.makers.begin  admin.makers.make  admin.makers.edit  admin.makers.save  admin.makers.give_consent
        admin.makers.withdraw  admin.makers.portrait  admin.makers.hang_portrait  admin.makers.remove_portrait
        admin.reviews.browse  admin.reviews.show  admin.reviews.reject  admin.reviews.keep  admin.reviews.photo
        admin.reviews.show_reply  admin.reviews.reject_reply
        admin.openness.browse  admin.openness.edit_kind  admin.openness.save_kind
        admin.openness.edit  admin.openness.save  admin.openness.remove
        admin.people.browse  admin.people.begin  admin.people.make  admin.people.show  admin.people.change_role
        admin.people.give_password  admin.people.switch_off  admin.people.switch_on
        admin.activity.browse
        admin.pages.browse  admin.pages.edit  admin.pages.preview  admin.pages.save  admin.pages.show
        admin.shipping.browse  admin.shipping.save  admin.shipping.suggest
        admin.shipping.new_courier  admin.shipping.add_courier  admin.shipping.courier  admin.shipping.save_courier
        admin.shipping.new_zone  admin.shipping.add_zone  admin.shipping.zone  admin.shipping.save_zone
    """,
}

ALLOWED: dict[str, frozenset[str]] = {
    endpoint: who for who, endpoints in MATRIX.items() for endpoint in endpoints.split()
}
