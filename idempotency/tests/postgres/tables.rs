//! The creation of the tables.

use super::*;
use verihook_idempotency::Claimed;

#[tokio::test(flavor = "multi_thread")]
async fn many_processes_create_the_tables_at_the_same_time() {
    let Some(server) = server() else { return };
    for &driver in DRIVERS {
        for tables in [PostgresTables::new(), PostgresTables::in_schema("hooks").unwrap()] {
            let url = server.create_database();
            let connect = |_| {
                let (url, tables) = (url.clone(), tables.clone());
                tokio::spawn(async move { driver.connect_with(&url, &tables).await })
            };
            let starts: Vec<_> = (0..12).map(connect).collect();
            for start in starts {
                let store = start.await.unwrap().unwrap();
                suite::own(&*store, suite::long(suite::new_key())).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_has_its_own_deliveries() {
    for (driver, store, url) in stores().await {
        let claim = suite::own(&*store, suite::long(suite::new_key())).await;
        let tables = PostgresTables::in_schema("of \"hooks\"").unwrap();
        let other = driver.connect_with(&url, &tables).await.unwrap();
        suite::own(&*other, suite::long(claim.key)).await;
        assert!(other.completion().unwrap().contains("\"of \"\"hooks\"\"\".verihook_deliveries"));
        // It exists now, and is found.
        let again = driver.connect_with(&url, &tables).await.unwrap();
        suite::assert_in_flight(suite::claim(&*again, suite::long(claim.key)).await);
        let count = "SELECT count(*) FROM public.verihook_deliveries";
        assert_eq!(psql(&url, count), "1", "{driver:?}");
    }
}

/// An application whose transactions have another search path completes in the right table.
#[tokio::test(flavor = "multi_thread")]
async fn the_statement_names_the_schema() {
    let Some(server) = server() else { return };
    for &driver in DRIVERS {
        let url = server.create_database();
        psql(&url, "CREATE SCHEMA first; ALTER ROLE verihook IN DATABASE postgres RESET ALL");
        let store =
            driver.connect(&format!("{url}?options=-c%20search_path%3Dfirst")).await.unwrap();
        assert!(store.completion().unwrap().contains("first.verihook_deliveries"), "{driver:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_rights_to_create_uses_tables_that_exist() {
    let Some(server) = server() else { return };
    for (number, &driver) in DRIVERS.iter().enumerate() {
        let url = server.create_database();
        let (role, password) = (format!("limited_{number}"), "a-limited-password");
        psql(&url, &format!("CREATE ROLE {role} LOGIN PASSWORD '{password}'"));
        let database = url.rsplit('/').next().unwrap();
        let limited = server.url_of(&role, password, database);
        let error = driver.connect(&limited).await.unwrap_err().to_string();
        assert!(error.contains("cannot be created"), "{error}");
        assert!(error.contains("permission denied for schema public"), "{error}");
        assert!(error.contains("PostgresTables::definition"), "{error}");

        psql(&url, &PostgresTables::new().definition());
        let error = driver.connect(&limited).await.unwrap_err().to_string();
        let lacks = "the role lacks SELECT on public.verihook_deliveries, INSERT on ";
        assert!(error.contains(lacks), "{error}");

        let grants = format!(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON verihook_deliveries TO {role}; \
             GRANT SELECT ON verihook_meta TO {role}"
        );
        psql(&url, &grants);
        let store = driver.connect(&limited).await.unwrap();
        let claim = suite::own(&*store, suite::long(suite::new_key())).await;
        suite::assert_in_flight(suite::claim(&*store, suite::long(claim.key)).await);
        psql(&url, &format!("REVOKE INSERT ON verihook_deliveries FROM {role}"));
        let error = store.claim(suite::long(suite::new_key())).await.unwrap_err().to_string();
        assert!(error.contains("permission denied for table verihook_deliveries"), "{error}");
        assert_eq!(suite::status(&*store, claim.key).await, None, "it goes on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_versions_of_the_tables_are_refused() {
    for (driver, store, url) in stores().await {
        let claim = suite::own(&*store, suite::long(suite::new_key())).await;
        for (change, expected) in [
            ("UPDATE verihook_meta SET value = 2", "is 2: expected 1 (a newer verihook"),
            ("UPDATE verihook_meta SET value = 0", "is 0: expected 1 (drop the tables"),
            ("DELETE FROM verihook_meta", "is none: expected 1 (drop the tables"),
        ] {
            psql(&url, change);
            let error = driver.connect(&url).await.unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert_eq!(psql(&url, "SELECT count(*) FROM verihook_deliveries"), "1", "nothing is lost");
        psql(&url, "INSERT INTO verihook_meta VALUES ('schema', 1)");
        let again = driver.connect(&url).await.unwrap();
        suite::assert_in_flight(suite::claim(&*again, suite::long(claim.key)).await);
        psql(&url, "DROP TABLE verihook_deliveries");
        let error = driver.connect(&url).await.unwrap_err().to_string();
        assert!(error.contains("verihook_deliveries is absent"), "{error}");
        let error = again.claim(claim).await.unwrap_err().to_string();
        assert!(error.contains("the tables were dropped or changed"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_are_created_again_are_used() {
    for (driver, store, url) in stores().await {
        let claim = suite::own(&*store, suite::long(suite::new_key())).await;
        psql(&url, "DROP TABLE verihook_deliveries, verihook_meta");
        driver.connect(&url).await.unwrap();
        assert_eq!(suite::claim(&*store, suite::long(claim.key)).await, Claimed::New, "{driver:?}");
    }
}

#[test]
fn names_of_schemas_are_checked() {
    for name in ["", "a\0b", &"x".repeat(64)] {
        let error = PostgresTables::in_schema(name).unwrap_err().to_string();
        assert!(error.contains("expected 1 to 63 bytes without NUL"), "{error}");
    }
    let definition = PostgresTables::in_schema("hooks").unwrap().definition();
    assert!(definition.contains("CREATE TABLE IF NOT EXISTS \"hooks\".verihook_deliveries"));
}
