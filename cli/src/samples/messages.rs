//! Chat, mail, calls and media.

use super::{SampleSet, samples};

pub(super) const MESSAGES: &[SampleSet] = &[
    SampleSet {
        slugs: &["slack"],
        headers: &[
            ("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)"),
            ("accept", "*/*"),
        ],
        samples: samples! { "slack"
            "app_mention" = "app_mention.json",
            "message" = "message.json",
            "slash-command" = "slash-command.form",
            "url_verification" = "url_verification.json",
        },
    },
    SampleSet {
        slugs: &["discord"],
        headers: &[("user-agent", "Discord-Interactions/1.0 (+https://discord.com)")],
        samples: samples! { "discord"
            "slash-command" = "slash-command.json",
            "ping" = "ping.json",
        },
    },
    SampleSet {
        slugs: &["discord-events"],
        headers: &[("user-agent", "Discord-Webhook/1.0 (+https://discord.com)")],
        samples: samples! { "discord-events"
            "APPLICATION_AUTHORIZED" = "application_authorized.json",
        },
    },
    SampleSet {
        slugs: &["twilio", "twilio-shared-key"],
        headers: &[
            ("user-agent", "TwilioProxy/1.1"),
            ("accept", "*/*"),
            ("i-twilio-idempotency-token", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
        ],
        samples: samples! { "twilio"
            "incoming-message" = "incoming-message.form",
            "message-status" = "message-status.form",
            "incoming-call" = "incoming-call.form",
        },
    },
    SampleSet {
        slugs: &["sendgrid"],
        headers: &[("user-agent", "SendGrid Event API")],
        samples: samples! { "sendgrid"
            "delivered" = "delivered.json",
            "bounce" = "bounce.json",
            "open" = "open.json",
        },
    },
    SampleSet {
        slugs: &["mailersend"],
        headers: &[],
        samples: samples! { "mailersend"
            "activity.delivered" = "activity.delivered.json",
        },
    },
    SampleSet {
        slugs: &["resend"],
        headers: &[("user-agent", "Svix-Webhooks/1.80.0")],
        samples: samples! { "resend"
            "email.delivered" = "email.delivered.json",
            "email.bounced" = "email.bounced.json",
        },
    },
    SampleSet {
        slugs: &["meta"],
        headers: &[("user-agent", "facebookexternalua"), ("accept", "*/*")],
        samples: samples! { "meta"
            "whatsapp-message" = "whatsapp-message.json",
            "page-message" = "page-message.json",
        },
    },
    SampleSet {
        slugs: &["line"],
        headers: &[
            ("content-type", "application/json; charset=utf-8"),
            ("user-agent", "LineBotWebhook/2.0"),
        ],
        samples: samples! { "line"
            "message" = "message.json",
            "follow" = "follow.json",
        },
    },
    SampleSet {
        slugs: &["telegram"],
        headers: &[],
        samples: samples! { "telegram"
            "message" = "message.json",
            "callback_query" = "callback_query.json",
        },
    },
    SampleSet {
        slugs: &["viber"],
        headers: &[("user-agent", "akka-http/10.1.9")],
        samples: samples! { "viber"
            "message" = "message.json",
        },
    },
    SampleSet {
        slugs: &["telnyx"],
        headers: &[("user-agent", "telnyx-webhooks")],
        samples: samples! { "telnyx"
            "message.received" = "message.received.json",
        },
    },
    SampleSet {
        slugs: &["zoom"],
        headers: &[
            ("content-type", "application/json; charset=utf-8"),
            ("user-agent", "Zoom Marketplace/1.0a"),
            ("clientid", "sampleClient01"),
        ],
        samples: samples! { "zoom"
            "meeting.started" = "meeting.started.json",
            "meeting.participant_joined" = "meeting.participant_joined.json",
        },
    },
    SampleSet {
        slugs: &["twitch"],
        headers: &[
            ("twitch-eventsub-message-type", "{event}"),
            ("twitch-eventsub-message-retry", "0"),
            ("twitch-eventsub-subscription-type", "channel.follow"),
            ("twitch-eventsub-subscription-version", "2"),
        ],
        samples: samples! { "twitch"
            "notification" = "notification.json",
            "revocation" = "revocation.json",
        },
    },
    SampleSet {
        slugs: &["ably"],
        headers: &[],
        samples: samples! { "ably"
            "channel.message" = "channel.message.json",
        },
    },
    SampleSet {
        slugs: &["pusher"],
        headers: &[("x-pusher-key", "00000000000000000001")],
        samples: samples! { "pusher"
            "channel_occupied" = "channel_occupied.json",
        },
    },
    SampleSet {
        slugs: &["getstream"],
        headers: &[
            ("x-webhook-id", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-webhook-attempt", "1"),
            ("x-api-key", "samplekey001"),
        ],
        samples: samples! { "getstream"
            "message.new" = "message.new.json",
        },
    },
    SampleSet {
        slugs: &["liveblocks"],
        headers: &[],
        samples: samples! { "liveblocks"
            "commentCreated" = "commentcreated.json",
        },
    },
    SampleSet {
        slugs: &["mux"],
        headers: &[("user-agent", "Mux/1.0 (Webhooks)")],
        samples: samples! { "mux"
            "video.asset.ready" = "video.asset.ready.json",
            "video.upload.created" = "video.upload.created.json",
        },
    },
    SampleSet {
        slugs: &["cloudinary", "cloudinary-sha256"],
        headers: &[],
        samples: samples! { "cloudinary"
            "upload" = "upload.json",
        },
    },
    SampleSet {
        slugs: &["sanity"],
        headers: &[
            ("idempotency-key", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("sanity-operation", "update"),
            ("sanity-document-id", "article-f00df00df00d"),
            ("sanity-dataset", "production"),
            ("sanity-project-id", "sample01"),
        ],
        samples: samples! { "sanity"
            "article" = "article.json",
        },
    },
];
