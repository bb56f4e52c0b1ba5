//! The servers do what the tests of the stores rely on.

#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;
use verihook_servers::Redis;

#[test]
fn a_server_stops_and_comes_back_with_its_log() {
    let Some(mut server) = Redis::options().append_only().password("secret").start() else {
        return;
    };
    let port = server.port();
    let is_up = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    assert_eq!(server.command(&["SET", "a", "1"]), "OK");
    server.stop();
    assert!(!is_up());
    server.restart();
    assert_eq!(server.command(&["GET", "a"]), "1");
    assert_eq!(server.command(&["INCR", "a"]), "2");
    server.kill();
    assert!(!is_up());
    server.restart();
    assert_eq!(server.command(&["GET", "a"]), "2", "answered before the kill");
    drop(server);
    assert!(!is_up());
}

#[test]
fn a_paused_server_keeps_connections_and_answers_nothing() {
    let Some(server) = Redis::start() else { return };
    server.pause();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.write_all(b"PING\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut answer = [0; 7];
    assert!(stream.read_exact(&mut answer).is_err());
    server.resume();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"+PONG\r\n");
}
