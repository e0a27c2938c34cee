"""What must not be in the database after a case: each of these finds it.

Order and by are words of SQL, hence the quotes.
"""

TAKEN = """o.status IN ('placed', 'completed') AND o.fulfilment_status <> 'returned'"""
CAME = """(SELECT coalesce(sum(received), 0) FROM payment WHERE order_id = o.id AND state = 'settled')"""
WENT_BACK = """(SELECT coalesce(sum(amount), 0) FROM refund WHERE order_id = o.id AND state = 'done')"""


def told(kind: str) -> str:
    """How many events of a kind an order has."""
    return f"(SELECT count(*) FROM order_event e WHERE e.order_id = o.id AND e.kind = '{kind}')"


NEVER = {
    "I1 more pieces are in living orders than were ever made": f"""
        SELECT line.variant_id FROM order_line line
        JOIN "order" o ON o.id = line.order_id JOIN product ON product.id = line.product_id
        WHERE product.stock_model <> 'made_to_order' AND {TAKEN}
        GROUP BY line.variant_id, product.stock_model
        HAVING sum(line.quantity) > CASE WHEN product.stock_model = 'one' THEN 1 ELSE
          (SELECT coalesce(sum(quantity), 0) FROM movement
           WHERE movement.variant_id = line.variant_id AND cause IN ('received', 'adjusted')) END""",
    "I2 what is on hand is not the sum of what moved": """
        SELECT stock.variant_id FROM stock
        LEFT JOIN movement ON movement.variant_id = stock.variant_id
        GROUP BY stock.variant_id, stock.on_hand
        HAVING stock.on_hand <> coalesce(sum(movement.quantity), 0) OR stock.on_hand < 0""",
    "I2 what is held is not the sum of what orders hold": """
        SELECT stock.variant_id FROM stock WHERE stock.held < 0 OR stock.held <>
          (SELECT coalesce(sum(quantity), 0) FROM hold WHERE hold.variant_id = stock.variant_id AND state = 'live')""",
    "I2 pieces moved for no order or by nobody": """
        SELECT id FROM movement WHERE "by" = '' OR cause = ''
          OR (cause IN ('sold', 'returned') AND reason NOT IN (SELECT number FROM "order"))""",
    "I3 a refund is not the sum of its shares": """
        SELECT id FROM refund WHERE state = 'done' AND counts AND amount <>
          (SELECT coalesce(sum(amount), 0) FROM refund_share WHERE refund_id = refund.id)""",
    "I3 what was taken off is not shared out to the lines": """
        SELECT number FROM "order" o WHERE discount + unique_code <>
          (SELECT sum(reduction) FROM order_line WHERE order_id = o.id)""",
    "I4 a voucher was used more often than it may be, or than its orders say": """
        SELECT code FROM voucher WHERE used > coalesce(most_uses, used) OR used <>
          (SELECT count(*) FROM voucher_use u JOIN "order" o ON o.voucher_use_id = u.id
           WHERE u.voucher_id = voucher.id AND u.state = 'live' AND o.status IN ('placed', 'completed'))""",
    "I4 an order has another discount than its voucher took off": """
        SELECT number FROM "order" o LEFT JOIN voucher_use u ON u.id = o.voucher_use_id
        WHERE o.discount <> coalesce(u.discount, 0)""",
    "I4 a voucher is live for an order that is over, or for none": """
        SELECT u.id FROM voucher_use u LEFT JOIN "order" o ON o.voucher_use_id = u.id
        WHERE o.id IS NULL OR (u.state = 'live') <> (o.status IN ('placed', 'completed'))""",
    "I2 the fairs say another number of pieces away than the ledger": """
        SELECT variant.id FROM variant WHERE
          (SELECT coalesce(-sum(quantity), 0) FROM movement
           WHERE movement.variant_id = variant.id AND cause IN ('taken', 'brought_back')) <>
          (SELECT coalesce(sum(taken - back - sold - missing), 0) FROM exhibition_piece
           WHERE exhibition_piece.variant_id = variant.id AND NOT online)""",
    "I5 more went back than came with a payment": """
        SELECT payment.id FROM payment JOIN refund ON refund.payment_id = payment.id AND refund.state <> 'failed'
        GROUP BY payment.id, payment.received HAVING sum(refund.amount) > coalesce(payment.received, 0)""",
    "I5 more went back than came for an order": f"""
        SELECT number FROM "order" o WHERE {CAME} <
          (SELECT coalesce(sum(amount), 0) FROM refund WHERE order_id = o.id AND state <> 'failed')""",
    "I5 money went back without a reference": """
        SELECT id FROM refund WHERE state = 'done' AND coalesce(reference, '') = ''""",
    "I6 a total is not the sum of its parts": """
        SELECT number FROM "order" o WHERE total < 0 OR total <>
          (SELECT sum(line.price * line.quantity) FROM order_line line WHERE line.order_id = o.id)
          + coalesce(shipping, 0) - discount - unique_code""",
    "I7 an order is paid, or on its way, with less than its total": f"""
        SELECT number FROM "order" o WHERE total > {CAME} AND (paid_at IS NOT NULL
          OR payment_status NOT IN ('unpaid', 'in_review', 'deposit_paid') OR fulfilment_status <> 'unfulfilled')""",
    "I8 a closed order has money that nobody must decide about": f"""
        SELECT number FROM "order" o WHERE status IN ('cancelled', 'expired') AND {CAME} > {WENT_BACK}
          AND NOT EXISTS (SELECT 1 FROM task WHERE order_id = o.id AND closed_at IS NULL)""",
    "I9 an order has no lines": """
        SELECT number FROM "order" WHERE id NOT IN (SELECT order_id FROM order_line)""",
    "I9 a piece is held for nobody, or for an order that is over": """
        SELECT hold.id FROM hold WHERE state = 'live' AND NOT EXISTS
          (SELECT 1 FROM order_line line JOIN "order" o ON o.id = line.order_id
           WHERE line.hold_id = hold.id AND o.status = 'placed')""",
    "I9 a payment waits for an order that is over": """
        SELECT payment.id FROM payment JOIN "order" o ON o.id = payment.order_id
        WHERE payment.state = 'open' AND o.status <> 'placed'""",
    "I10 the same news was mailed twice": """
        SELECT order_id, kind FROM message
        WHERE kind IN ('received', 'new_order', 'paid', 'shipped', 'cancelled', 'expired', 'late_money')
        GROUP BY order_id, kind, recipient HAVING count(*) > 1""",
    "I10 an order was placed and its buyer is not told": """
        SELECT number FROM "order" o WHERE email <> '' AND NOT EXISTS
          (SELECT 1 FROM message WHERE order_id = o.id AND kind = 'received' AND recipient = o.email)""",
    "I13 where an order is, is not what its book says": f"""
        SELECT number FROM "order" o WHERE {told("placed")} <> 1
          OR {told("cancelled")} <> CASE WHEN status = 'cancelled' THEN 1 ELSE 0 END
          OR {told("expired")} - {told("revived")} <> CASE WHEN status = 'expired' THEN 1 ELSE 0 END
          OR {told("paid")} <> CASE WHEN paid_at IS NULL THEN 0 ELSE 1 END
          OR {told("refunded")} <>
            (SELECT count(*) FROM refund WHERE order_id = o.id AND counts AND done_at IS NOT NULL)""",
    "I13 something was done by nobody": """
        SELECT order_id FROM order_event WHERE "by" = '' UNION SELECT id FROM audit_entry WHERE "by" = ''""",
    "I13 a product was made, or published, without an entry in the book": """
        SELECT id FROM product WHERE 1 <>
          (SELECT count(*) FROM audit_entry WHERE subject = 'product' AND subject_id = product.id AND action = 'make')
        OR (published_at IS NOT NULL AND NOT EXISTS
          (SELECT 1 FROM audit_entry WHERE subject = 'product' AND subject_id = product.id AND action = 'publish'))""",
    "I13 pieces came or were counted without an entry in the book": """
        SELECT variant.product_id FROM movement JOIN variant ON variant.id = movement.variant_id
        WHERE cause IN ('received', 'adjusted') GROUP BY variant.product_id HAVING count(*) <>
          (SELECT count(*) FROM audit_entry WHERE subject = 'product' AND subject_id = variant.product_id
           AND action IN ('receive', 'adjust'))""",
    "I17 an event of a provider was kept twice": """
        SELECT event_id FROM provider_event GROUP BY provider, event_id HAVING count(*) > 1""",
    "I17 the same money was taken twice": """
        SELECT charge FROM payment WHERE charge <> '' GROUP BY provider, charge HAVING count(*) > 1""",
}
