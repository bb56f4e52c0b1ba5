//! Code hosts, builds and the tools of teams.

use super::{SampleSet, samples};

pub(super) const CODE: &[SampleSet] = &[
    SampleSet {
        slugs: &["github"],
        headers: &[
            ("user-agent", "GitHub-Hookshot/f00df00"),
            ("accept", "*/*"),
            ("x-github-event", "{event}"),
            ("x-github-delivery", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-github-hook-id", "3001"),
            ("x-github-hook-installation-target-type", "repository"),
            ("x-github-hook-installation-target-id", "1001"),
        ],
        samples: samples! { "github"
            "push" = "push.json",
            "ping" = "ping.json",
            "issues" = "issues.json",
            "pull_request" = "pull_request.json",
            "release" = "release.json",
        },
    },
    SampleSet {
        slugs: &["gitlab", "gitlab-signed"],
        headers: &[
            ("user-agent", "GitLab/18.6.0"),
            ("x-gitlab-event", "{event}"),
            ("x-gitlab-instance", "https://gitlab.example.com"),
            ("x-gitlab-webhook-uuid", "0a1b2c3d-0000-4000-8000-000000003001"),
            ("x-gitlab-event-uuid", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("idempotency-key", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
        ],
        samples: samples! { "gitlab"
            "Push Hook" = "push-hook.json",
            "Merge Request Hook" = "merge-request-hook.json",
            "Pipeline Hook" = "pipeline-hook.json",
        },
    },
    SampleSet {
        slugs: &["bitbucket"],
        headers: &[
            ("user-agent", "Bitbucket-Webhooks/2.0"),
            ("x-event-key", "{event}"),
            ("x-hook-uuid", "0a1b2c3d-0000-4000-8000-000000003001"),
            ("x-request-uuid", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-attempt-number", "1"),
        ],
        samples: samples! { "bitbucket"
            "repo:push" = "repo-push.json",
            "pullrequest:created" = "pullrequest-created.json",
        },
    },
    SampleSet {
        slugs: &["buildkite", "buildkite-token"],
        headers: &[
            ("user-agent", "Buildkite-Request"),
            ("x-buildkite-event", "{event}"),
            ("x-buildkite-request", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
        ],
        samples: samples! { "buildkite"
            "build.finished" = "build.finished.json",
        },
    },
    SampleSet {
        slugs: &["circleci"],
        headers: &[("user-agent", "CircleCI-Webhook/1.0"), ("circleci-event-type", "{event}")],
        samples: samples! { "circleci"
            "workflow-completed" = "workflow-completed.json",
            "job-completed" = "job-completed.json",
        },
    },
    SampleSet {
        slugs: &["sentry"],
        headers: &[
            ("sentry-hook-resource", "{event}"),
            ("request-id", "00000000000000000000f00df00df00d"),
            ("sentry-hook-timestamp", "1795000000"),
        ],
        samples: samples! { "sentry"
            "issue" = "issue.json",
            "error" = "error.json",
        },
    },
    SampleSet {
        slugs: &["linear"],
        headers: &[
            ("content-type", "application/json; charset=utf-8"),
            ("user-agent", "Linear-Webhook"),
            ("linear-event", "{event}"),
            ("linear-delivery", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
        ],
        samples: samples! { "linear"
            "Issue" = "issue.json",
            "Comment" = "comment.json",
        },
    },
    SampleSet {
        slugs: &["pagerduty"],
        headers: &[
            ("user-agent", "PagerDuty-Webhook/V3.0"),
            ("x-webhook-id", "0a1b2c3d-0000-4000-8000-f00df00df00d"),
            ("x-webhook-subscription", "PSUBSAMPLE"),
        ],
        samples: samples! { "pagerduty"
            "incident.triggered" = "incident.triggered.json",
            "incident.resolved" = "incident.resolved.json",
        },
    },
    SampleSet {
        slugs: &["notion"],
        headers: &[],
        samples: samples! { "notion"
            "page.content_updated" = "page.content_updated.json",
        },
    },
    SampleSet {
        slugs: &["asana"],
        headers: &[("content-type", "application/json; charset=utf-8")],
        samples: samples! { "asana"
            "task.changed" = "task.changed.json",
        },
    },
    SampleSet {
        slugs: &["dropbox"],
        headers: &[("user-agent", "DropboxWebhooks/1.0")],
        samples: samples! { "dropbox"
            "list_folder" = "list_folder.json",
        },
    },
    SampleSet {
        slugs: &["box"],
        headers: &[("box-delivery-id", "0a1b2c3d-0000-4000-8000-f00df00df00d")],
        samples: samples! { "box"
            "FILE.UPLOADED" = "file.uploaded.json",
        },
    },
    SampleSet {
        slugs: &["zendesk"],
        headers: &[
            ("user-agent", "Zendesk Webhook"),
            ("x-zendesk-account-id", "1001"),
            ("x-zendesk-webhook-id", "01SAMPLEWEBHOOK"),
            ("x-zendesk-webhook-invocation-id", "01SAMPLEf00df00df00d"),
        ],
        samples: samples! { "zendesk"
            "zen:event-type:ticket.created" = "zen-event-type-ticket.created.json",
        },
    },
    SampleSet {
        slugs: &["autotask"],
        headers: &[],
        samples: samples! { "autotask"
            "Ticket.Create" = "ticket.create.json",
        },
    },
    SampleSet {
        slugs: &["hubspot", "hubspot-v1", "hubspot-v2"],
        headers: &[("user-agent", "HubSpot Connect 2.0 (WebhooksExecutorDaemon)")],
        samples: samples! { "hubspot"
            "contact.creation" = "contact.creation.json",
            "deal.propertyChange" = "deal.propertychange.json",
        },
    },
    SampleSet {
        slugs: &["cronofy"],
        headers: &[],
        samples: samples! { "cronofy"
            "change" = "change.json",
        },
    },
];
