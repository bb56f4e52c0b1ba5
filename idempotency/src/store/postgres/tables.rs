//! The tables of a store, and their creation.

use super::driver::{Driver, Failure, Parameter};
use super::statements::{DELIVERIES, META, Statements, VERSION, definition};
use crate::store::StoreError;

/// The key of the lock under which one process creates the tables: `verihook` in ASCII.
const LOCK: i64 = i64::from_be_bytes(*b"verihook");

/// For how long the creation of the tables waits for another process that creates them.
const CREATION_LIMIT_MS: u32 = 2_000;

/// The longest name that PostgreSQL does not cut off.
const MAX_NAME: usize = 63;

/// The tables of a store in PostgreSQL: `verihook_deliveries` and `verihook_meta`.
///
/// A store creates them when it connects. If its role must not create tables, let an administrator
/// execute the [`definition`](Self::definition), and grant the role `SELECT`, `INSERT`, `UPDATE`
/// and `DELETE` on the first table, and `SELECT` on the second one.
#[derive(Clone, Debug, Default)]
pub struct PostgresTables {
    /// The quoted name of the schema.
    schema: Option<String>,
}

impl PostgresTables {
    /// Uses the first schema of the role's search path, which is `public` by default.
    #[must_use]
    pub const fn new() -> Self {
        Self { schema: None }
    }

    /// Uses this schema, which is created if it is absent.
    ///
    /// # Errors
    /// [`StoreError`] if PostgreSQL does not accept the name: it is empty, longer than 63 bytes, or
    /// contains a NUL.
    pub fn in_schema(name: &str) -> Result<Self, StoreError> {
        if name.is_empty() || name.len() > MAX_NAME || name.contains('\0') {
            return Err(StoreError::new(format!(
                "the schema {name:?} is not a valid schema name: expected 1 to {MAX_NAME} bytes without NUL"
            )));
        }
        Ok(Self { schema: Some(format!("\"{}\"", name.replace('"', "\"\""))) })
    }

    /// Returns the SQL that creates the tables, for an administrator.
    ///
    /// It does not create the schema, and leaves tables alone that exist.
    #[must_use]
    pub fn definition(&self) -> String {
        definition(self.schema.as_deref().unwrap_or("public"))
    }

    /// Creates the tables if they are absent, checks them, and returns the statements.
    pub(super) async fn prepare(&self, driver: &impl Driver) -> Result<Statements, StoreError> {
        let prepare = async {
            let schema = match self.find(driver).await? {
                Some(schema) => schema,
                None => self.create(driver).await?,
            };
            if let Some(missing) = missing_rights(driver, &schema).await? {
                return Err(Failure::new(format!(
                    "the role lacks {missing} in the schema {schema}: grant them, see \
                     `PostgresTables`"
                )));
            }
            check_version(driver, &schema).await?;
            Ok(Statements::new(&schema))
        };
        prepare.await.map_err(|failure: Failure| failure.into_error("cannot use the tables"))
    }

    /// Returns the quoted name of the schema that has the tables.
    async fn find(&self, driver: &impl Driver) -> Result<Option<String>, Failure> {
        let name = match &self.schema {
            Some(schema) => format!("{schema}.{META}"),
            None => META.to_owned(),
        };
        let sql = "SELECT quote_ident(nspname) FROM pg_class \
                   JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                   WHERE pg_class.oid = to_regclass($1::text)";
        driver.text(sql, &[Parameter::Text(&name)]).await
    }

    /// Creates the tables, and returns the schema.
    async fn create(&self, driver: &impl Driver) -> Result<String, Failure> {
        let sql = "SELECT current_setting('transaction_read_only')";
        if driver.text(sql, &[]).await?.as_deref() == Some("on") {
            return Err(Failure::new(
                "the tables are absent, and the server or the role is read-only: connect to the \
                 primary server, with a role that may write",
            ));
        }
        let (schema, creation) = match &self.schema {
            Some(schema) => (schema.clone(), self.schema_creation(driver, schema).await?),
            None => (current_schema(driver).await?, String::new()),
        };
        // One message is one transaction. The lock is held until its end, so that processes that
        // start at the same time do not collide: `IF NOT EXISTS` alone does not prevent that.
        let limit = CREATION_LIMIT_MS;
        let sql = format!(
            "SELECT set_config('lock_timeout', '{limit}', true), \
               set_config('statement_timeout', '{limit}', true); \
             SELECT pg_advisory_xact_lock({LOCK}); {creation}{}",
            definition(&schema)
        );
        driver.script(&sql).await.map_err(|failure| failure.in_context(CANNOT_CREATE))?;
        Ok(schema)
    }

    async fn schema_creation(&self, driver: &impl Driver, schema: &str) -> Result<String, Failure> {
        // Without this check, a role that may not create schemas could not use one that exists.
        let sql = "SELECT to_regnamespace($1::text)::text";
        let existing = driver.text(sql, &[Parameter::Text(schema)]).await?;
        Ok(match existing {
            Some(_) => String::new(),
            None => format!("CREATE SCHEMA IF NOT EXISTS {schema}; "),
        })
    }
}

const CANNOT_CREATE: &str = "the tables are absent and cannot be created (let an administrator \
                             execute `PostgresTables::definition`)";

async fn current_schema(driver: &impl Driver) -> Result<String, Failure> {
    let schema = driver.text("SELECT quote_ident(current_schema())", &[]).await?;
    schema.ok_or_else(|| {
        Failure::new(
            "the search path of the role names no existing schema: set it, or use \
             `PostgresTables::in_schema`",
        )
    })
}

async fn check_version(driver: &impl Driver, schema: &str) -> Result<(), Failure> {
    let sql = format!("SELECT value::text FROM {schema}.{META} WHERE name = 'schema'");
    let version = driver.text(&sql, &[]).await?;
    let found = version.as_deref().unwrap_or("none");
    if found == VERSION.to_string() {
        return Ok(());
    }
    let advice = match found.parse::<i64>() {
        Ok(found) if found > VERSION => "a newer verihook-idempotency created it: upgrade this one",
        _ => "drop the tables to create them again, which forgets all deliveries",
    };
    Err(Failure::new(format!(
        "the schema version of the tables is {found}: expected {VERSION} ({advice})"
    )))
}

/// Returns the rights that the role lacks.
async fn missing_rights(driver: &impl Driver, schema: &str) -> Result<Option<String>, Failure> {
    let deliveries = format!("{schema}.{DELIVERIES}");
    let sql = "SELECT to_regclass($1::text)::text";
    if driver.text(sql, &[Parameter::Text(&deliveries)]).await?.is_none() {
        return Err(Failure::new(format!(
            "the table {deliveries} is absent although {schema}.{META} exists: drop that one, so \
             that both are created"
        )));
    }
    let sql = "SELECT string_agg(name || ' on ' || relation, ', ') FROM (VALUES \
                 ($1::text, 'SELECT'), ($1, 'INSERT'), ($1, 'UPDATE'), ($1, 'DELETE'), \
                 ($2::text, 'SELECT')) AS needed (relation, name) \
               WHERE NOT has_table_privilege(relation, name)";
    let meta = format!("{schema}.{META}");
    driver.text(sql, &[Parameter::Text(&deliveries), Parameter::Text(&meta)]).await
}
