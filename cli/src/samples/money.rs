//! Payments, shops and parcels.

use super::{SampleSet, samples};

pub(super) const MONEY: &[SampleSet] = &[
    SampleSet {
        slugs: &["stripe"],
        headers: &[
            ("content-type", "application/json; charset=utf-8"),
            ("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"),
            ("accept", "*/*; q=0.5, application/xml"),
            ("cache-control", "no-cache"),
        ],
        samples: samples! { "stripe"
            "payment_intent.succeeded" = "payment_intent.succeeded.json",
            "checkout.session.completed" = "checkout.session.completed.json",
            "invoice.paid" = "invoice.paid.json",
            "customer.subscription.deleted" = "customer.subscription.deleted.json",
        },
    },
    SampleSet {
        slugs: &["paddle"],
        headers: &[("user-agent", "Paddle")],
        samples: samples! { "paddle"
            "transaction.completed" = "transaction.completed.json",
            "subscription.canceled" = "subscription.canceled.json",
        },
    },
    SampleSet {
        slugs: &["polar"],
        headers: &[],
        samples: samples! { "polar"
            "order.paid" = "order.paid.json",
            "subscription.created" = "subscription.created.json",
        },
    },
    SampleSet {
        slugs: &["razorpay"],
        headers: &[
            ("user-agent", "Razorpay-Webhook/v1"),
            ("x-razorpay-event-id", "evtf00df00df00d"),
        ],
        samples: samples! { "razorpay"
            "payment.captured" = "payment.captured.json",
            "order.paid" = "order.paid.json",
        },
    },
    SampleSet {
        slugs: &["square"],
        headers: &[
            ("user-agent", "Square Connect v2"),
            ("square-environment", "Sandbox"),
            ("square-initial-delivery-timestamp", "2026-11-18T11:06:40Z"),
        ],
        samples: samples! { "square"
            "payment.updated" = "payment.updated.json",
            "order.created" = "order.created.json",
        },
    },
    SampleSet {
        slugs: &["adyen"],
        headers: &[],
        samples: samples! { "adyen"
            "balancePlatform.transfer.created" = "balanceplatform.transfer.created.json",
        },
    },
    SampleSet {
        slugs: &["mollie"],
        headers: &[],
        samples: samples! { "mollie"
            "payment-link.paid" = "payment-link.paid.json",
        },
    },
    SampleSet {
        slugs: &["gocardless"],
        headers: &[
            ("user-agent", "gocardless-webhook-service/1.1"),
            ("origin", "https://api-sandbox.gocardless.com"),
        ],
        samples: samples! { "gocardless"
            "payments.confirmed" = "payments.confirmed.json",
        },
    },
    SampleSet {
        slugs: &["coinbase-commerce"],
        headers: &[("user-agent", "weipay-webhooks")],
        samples: samples! { "coinbase-commerce"
            "charge:confirmed" = "charge-confirmed.json",
        },
    },
    SampleSet {
        slugs: &["cashfree"],
        headers: &[],
        samples: samples! { "cashfree"
            "PAYMENT_SUCCESS_WEBHOOK" = "payment_success_webhook.json",
        },
    },
    SampleSet {
        slugs: &["dodo-payments"],
        headers: &[],
        samples: samples! { "dodo-payments"
            "payment.succeeded" = "payment.succeeded.json",
        },
    },
    SampleSet {
        slugs: &["lithic"],
        headers: &[],
        samples: samples! { "lithic"
            "card_transaction.updated" = "card_transaction.updated.json",
        },
    },
    SampleSet {
        slugs: &["modern-treasury"],
        headers: &[("x-topic", "payment_order")],
        samples: samples! { "modern-treasury"
            "payment_order.completed" = "payment_order.completed.json",
        },
    },
    SampleSet {
        slugs: &["wise"],
        headers: &[
            ("x-delivery-id", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-test-notification", "true"),
        ],
        samples: samples! { "wise"
            "transfers#state-change" = "transfers-state-change.json",
        },
    },
    SampleSet {
        slugs: &["quickbooks"],
        headers: &[],
        samples: samples! { "quickbooks"
            "Invoice.Create" = "invoice.create.json",
        },
    },
    SampleSet {
        slugs: &["finch"],
        headers: &[],
        samples: samples! { "finch"
            "company.updated" = "company.updated.json",
        },
    },
    SampleSet {
        slugs: &["easypost"],
        headers: &[("user-agent", "EasyPost/1.0")],
        samples: samples! { "easypost"
            "tracker.updated" = "tracker.updated.json",
        },
    },
    SampleSet {
        slugs: &["alchemy"],
        headers: &[],
        samples: samples! { "alchemy"
            "ADDRESS_ACTIVITY" = "address_activity.json",
        },
    },
    SampleSet {
        slugs: &["shopify"],
        headers: &[
            ("user-agent", "Shopify-Captain-Hook"),
            ("x-shopify-topic", "{event}"),
            ("x-shopify-shop-domain", "shop.example.com"),
            ("x-shopify-api-version", "2026-10"),
            ("x-shopify-webhook-id", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-shopify-event-id", "0a1b2c3d-0000-4000-8000-000000000017"),
            ("x-shopify-triggered-at", "2026-11-18T11:06:40.000000000Z"),
            ("x-shopify-test", "true"),
        ],
        samples: samples! { "shopify"
            "orders/create" = "orders-create.json",
            "products/update" = "products-update.json",
            "app/uninstalled" = "app-uninstalled.json",
            "customers/data_request" = "customers-data_request.json",
        },
    },
    SampleSet {
        slugs: &["woocommerce"],
        headers: &[
            ("user-agent", "WooCommerce/10.3.0 Hookshot (WordPress/6.9)"),
            ("x-wc-webhook-source", "https://shop.example.com/"),
            ("x-wc-webhook-topic", "{event}"),
            ("x-wc-webhook-id", "12"),
            ("x-wc-webhook-delivery-id", "0000000000000000f00df00df00d"),
        ],
        samples: samples! { "woocommerce"
            "order.created" = "order.created.json",
            "product.updated" = "product.updated.json",
        },
    },
    SampleSet {
        slugs: &["bigcommerce"],
        headers: &[],
        samples: samples! { "bigcommerce"
            "store/order/created" = "store-order-created.json",
        },
    },
];
