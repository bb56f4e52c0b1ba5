//! Accounts, identity, agents and webhook services.

use super::{SampleSet, samples};

pub(super) const IDENTITY: &[SampleSet] = &[
    SampleSet {
        slugs: &["okta"],
        headers: &[],
        samples: samples! { "okta"
            "user.lifecycle.create" = "user.lifecycle.create.json",
        },
    },
    SampleSet {
        slugs: &["workos"],
        headers: &[],
        samples: samples! { "workos"
            "dsync.user.created" = "dsync.user.created.json",
        },
    },
    SampleSet {
        slugs: &["clerk"],
        headers: &[("user-agent", "Svix-Webhooks/1.80.0")],
        samples: samples! { "clerk"
            "user.created" = "user.created.json",
            "session.created" = "session.created.json",
        },
    },
    SampleSet {
        slugs: &["onfido"],
        headers: &[],
        samples: samples! { "onfido"
            "workflow_run.completed" = "workflow_run.completed.json",
        },
    },
    SampleSet {
        slugs: &["docusign"],
        headers: &[],
        samples: samples! { "docusign"
            "envelope-completed" = "envelope-completed.json",
        },
    },
    SampleSet {
        slugs: &["svix", "svix-v1a"],
        headers: &[("user-agent", "Svix-Webhooks/1.80.0")],
        samples: samples! { "svix"
            "invoice.paid" = "invoice.paid.json",
        },
    },
    SampleSet {
        slugs: &["standard-webhooks", "standard-webhooks-v1a"],
        headers: &[],
        samples: samples! { "standard-webhooks"
            "contact.created" = "contact.created.json",
        },
    },
    SampleSet {
        slugs: &["hookdeck"],
        headers: &[
            ("x-hookdeck-eventid", "evt_f00df00df00d"),
            ("x-hookdeck-requestid", "req_f00df00df00d"),
            ("x-hookdeck-attempt-count", "1"),
        ],
        samples: samples! { "hookdeck"
            "order.created" = "order.created.json",
        },
    },
    SampleSet {
        slugs: &["cloudevents"],
        headers: &[
            ("ce-specversion", "1.0"),
            ("ce-type", "{event}"),
            ("ce-source", "/shop/orders"),
            ("ce-id", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("ce-time", "2026-11-18T11:06:40Z"),
        ],
        samples: samples! { "cloudevents"
            "com.example.order.created" = "com.example.order.created.json",
        },
    },
    SampleSet {
        slugs: &["openai"],
        headers: &[("user-agent", "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)")],
        samples: samples! { "openai"
            "response.completed" = "response.completed.json",
            "batch.completed" = "batch.completed.json",
        },
    },
    SampleSet {
        slugs: &["anthropic"],
        headers: &[],
        samples: samples! { "anthropic"
            "session.status_idled" = "session.status_idled.json",
        },
    },
    SampleSet {
        slugs: &["replicate"],
        headers: &[],
        samples: samples! { "replicate"
            "prediction" = "prediction.json",
        },
    },
    SampleSet {
        slugs: &["elevenlabs"],
        headers: &[],
        samples: samples! { "elevenlabs"
            "post_call_transcription" = "post_call_transcription.json",
        },
    },
    SampleSet {
        slugs: &["retell"],
        headers: &[],
        samples: samples! { "retell"
            "call_ended" = "call_ended.json",
        },
    },
];
