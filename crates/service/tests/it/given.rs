//! A small instance for a test: fixed keys, a seeded source of randomness, a fixed day, people of every role.

use database::{Options, Target};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use jiff::civil::{Date, date};
use service::{Asker, Now, Service, instance};
use std::sync::{Arc, Mutex};

pub const TODAY: Date = date(2026, 11, 24);
pub const OFFICE: &str = "440106002";
pub const DISTRICT: &str = "440106";
pub const CITY: &str = "440100";

/// SplitMix64: enough for ids and nonces in a test, the same every time.
struct Seeded(u64);
impl vault::Random for Seeded {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes()[..chunk.len()]);
        }
    }
}

pub async fn service(database: Target, looks: Target) -> Service {
    let opening = instance::Opening {
        database,
        looks,
        options: Options::default(),
        master: [7; 32],
        random: Arc::new(Mutex::new(Seeded(2026))),
        city: Unit::new(CITY),
        reader: "/nonexistent".into(),
    };
    instance::open(opening).await.expect("opens")
}

/// The instant at noon in Shanghai of a day.
pub fn noon(day: Date) -> Now {
    let days = (day - date(1970, 1, 1)).get_days();
    Now { millis: i64::from(days) * 86_400_000 + 4 * 3_600_000, today: day }
}

pub fn asker(role: Role, unit: &str, day: Date) -> Asker {
    let account = format!("{}-{unit}", role.word());
    let actor = Actor { name: format!("{}甲", role.name()), account, role, unit: Unit::new(unit) };
    Asker { actor, now: noon(day) }
}

pub fn city() -> Asker {
    asker(Role::City, CITY, TODAY)
}
pub fn district() -> Asker {
    asker(Role::District, DISTRICT, TODAY)
}
pub fn worker() -> Asker {
    asker(Role::OfficeWorker, OFFICE, TODAY)
}
pub fn head() -> Asker {
    asker(Role::OfficeHead, OFFICE, TODAY)
}
