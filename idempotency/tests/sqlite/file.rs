//! Files that cannot be used, and what happens to a file that is in use.

use super::suite::{claim, complete, long, new_key, own, status};
use super::*;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use verihook_idempotency::{Claimed, Ownership, Store as _};

#[test]
fn a_missing_folder_is_named() {
    let mut file = File::new();
    file.path = file.folder.path().join("missing/deliveries.db");
    let folder = file.folder.path().join("missing");
    let expected = format!("the folder `{}` does not exist. Create it first", folder.display());
    assert_contains(&file.open_error(), &["cannot open `", "missing/deliveries.db`", &expected]);
    assert!(!folder.exists());
}

#[test]
fn a_folder_is_not_a_file() {
    let mut file = File::new();
    file.path = file.folder.path().to_owned();
    assert_contains(&file.open_error(), &["is a folder: expected a file"]);
}

#[test]
fn no_path_is_not_a_file() {
    for path in ["", ":memory:"] {
        let text = error(SqliteStore::open(path));
        assert_contains(&text, &["expected the path of a file", "MemoryStore"]);
    }
}

#[test]
fn another_file_is_not_changed() {
    for content in ["a short text", &"a text that is longer than a header of SQLite\n".repeat(99)] {
        let file = File::new();
        fs::write(&file.path, content).unwrap();
        let expected = ["file is not a database", "Use an SQLite file", "deliveries.db"];
        assert_contains(&file.open_error(), &expected);
        assert_eq!(fs::read_to_string(&file.path).unwrap(), *content);
    }
}

#[test]
fn the_folder_of_a_file_can_be_relative() {
    let relative = Path::new("relative-deliveries.db");
    let folder = tempfile::tempdir_in(".").unwrap();
    let path = Path::new(folder.path().file_name().unwrap()).join(relative);
    drop(SqliteStore::open(&path).unwrap());
    assert!(folder.path().join(relative).exists());
}

#[test]
fn other_versions_of_the_tables_are_refused() {
    let meta =
        |rows: &str| format!("CREATE TABLE verihook_meta (version INTEGER NOT NULL); {rows}");
    let insert = |version| meta(&format!("INSERT INTO verihook_meta VALUES ({version})"));
    let update = "update this one";
    let move_away = "Move the file away";
    for (sql, found, hint) in [
        (meta(""), 0, move_away),
        ("CREATE TABLE verihook_deliveries (key BLOB)".to_owned(), 0, move_away),
        (insert(0), 0, move_away),
        (insert(2), 2, update),
        (insert(1_000), 1_000, update),
    ] {
        let file = File::new();
        file.connection().execute_batch(&sql).unwrap();
        let version = format!("schema version {found}: expected 1. ");
        for _ in 0..2 {
            assert_contains(&file.open_error(), &[&version, hint, "deliveries.db"]);
        }
    }
}

#[tokio::test]
async fn the_tables_can_be_in_a_file_of_the_application() {
    let file = File::new();
    let connection = file.connection();
    connection.execute_batch("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)").unwrap();
    let store = file.store();
    own(&*store, long(new_key())).await;
    drop(store);
    drop(file.store());
    let count = |table| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((count("orders"), count("verihook_deliveries"), count("verihook_meta")), (1, 1, 1));
}

#[tokio::test]
async fn each_answer_is_on_disk() {
    let file = File::new();
    let store = file.store();
    let (done, in_flight) =
        (own(&*store, long(new_key())).await, own(&*store, long(new_key())).await);
    assert_eq!(complete(&*store, done, 204).await, Ownership::Held);
    let second = file.store();
    assert_eq!(status(&*second, done.key).await, Some(204));
    suite::assert_in_flight(claim(&*second, long(in_flight.key)).await);
    drop((store, second));
    let third = file.store();
    assert_eq!(claim(&*third, long(done.key)).await, Claimed::Done { status: 204 });
    assert_eq!(complete(&*third, in_flight, 200).await, Ownership::Held);
    let mode = "SELECT journal_mode FROM pragma_journal_mode";
    let mode: String = file.connection().query_row(mode, [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn a_deleted_file_is_noticed() {
    let file = File::new();
    let store = file.store();
    let owner = own(&*store, long(new_key())).await;
    let elsewhere = file.folder.path().join("elsewhere.db");
    fs::rename(&file.path, &elsewhere).unwrap();
    let expected = ["deliveries.db` was deleted or replaced while it was open", "Restart"];
    assert_contains(&error(store.claim(long(new_key())).await), &expected);
    fs::write(&file.path, "").unwrap();
    assert_contains(&error(store.complete(owner.key, owner.owner, 200).await), &expected);
    assert_contains(&error(store.sweep().await), &expected);
    assert_eq!(fs::metadata(&file.path).unwrap().len(), 0, "the new file is not touched");

    fs::rename(&elsewhere, &file.path).unwrap();
    assert_eq!(complete(&*store, owner, 200).await, Ownership::Held, "the file is back");
    own(&*store, long(new_key())).await;
}

/// Root may write any file, so another user must try.
#[test]
fn a_read_only_file_is_refused() {
    let file = File::new();
    drop(file.store());
    wait_until("the store is closed", || !file.folder.path().join("deliveries.db-wal").exists());
    let exe = file.folder.path().join("test");
    fs::copy(std::env::current_exe().unwrap(), &exe).unwrap();
    let is_root = fs::metadata(&exe).unwrap().uid() == 0;
    let set =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for (of_file, of_folder) in [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555), (0o000, 0o777)] {
        set(&file.path, of_file);
        set(file.folder.path(), of_folder);
        let mut child = child(&exe, "file::child_without_permission");
        child.env("VERIHOOK_FILE", &file.path).current_dir("/");
        if is_root {
            child.uid(65_534).gid(65_534);
        }
        let output = child.output().unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{of_file:o} in {of_folder:o}: {text}");
        assert_contains(&text, &["1 passed"]);
    }
    set(file.folder.path(), 0o777);
}

#[test]
#[ignore = "another test runs it in a process of another user"]
fn child_without_permission() {
    let text = error(SqliteStore::open(std::env::var_os("VERIHOOK_FILE").unwrap()));
    assert_contains(&text, &["deliveries.db`", "Let the process", "write the file and its folder"]);
}
