//! What the paths of the table name: cases, rows, letters, pictures of one house, put there before it is asked.
//! Must never know: what is answered.

use crate::given::{self, DISTRICT, House, row};
use documents::roster::{Field, Line, Reading};
use domain::kernel::Role;
use serde_json::json;

/// What was put there, by its number.
pub struct Put {
    pub(crate) letter: String,
    pub(crate) home: String,
    pub(crate) inside: String,
    pub(crate) row: String,
    pub(crate) roster: String,
    pub(crate) scan: String,
}

/// Puts it there.
pub async fn settled(house: &House) -> Put {
    let console = service::instance::console("test", &domain::unit::Unit::new(given::CITY), given::now());
    let other = reference::organisation::custody("从化监狱").expect("known").id;
    let more = [
        ("far", Role::District, "440105"),
        ("jail", Role::Prison, other),
        ("spare", Role::OfficeWorker, given::OFFICE),
    ];
    for (login, role, unit) in more {
        house.service.install(&console, login, login, role, unit).await.expect("installed");
        house.service.set_password(login, given::PASSWORD, false).await.expect("set");
    }
    let home = house.at_home(row(2, &[])).await;
    let another = [
        (Field::IdNumber, "440106197001010014"),
        (Field::Birth, "1970-01-01"),
        (Field::Name, "李国雄"),
        (Field::StartsOn, "2024-12-21"),
        (Field::EndsOn, "2026-12-20"),
    ];
    let inside = house.taken(row(3, &another)).await;
    asked(house).await;
    let city = given::asker(Role::City, given::CITY);
    let bad = row(4, &[(Field::IdNumber, "440106196703121831"), (Field::Name, "何国雄")]);
    let reading = Reading { lines: vec![Line::Person(bad)], ..Reading::default() };
    let prison = domain::unit::Unit::new(given::prison());
    let summary = house.service.import_roster(&city, &prison, &reading).await.expect("imported");
    let photo = include_bytes!("../../../documents/tests/fixtures/photo.jpg").to_vec();
    let worker = given::asker(Role::OfficeWorker, given::OFFICE);
    let fields = json!({"kind": "certificate"});
    let fields = fields.as_object().expect("fields");
    let scan = house.service.attach_scan(&worker, &home, fields, photo, service::Given::default()).await;
    let ask = store::page::Ask { limit: 5, after: None };
    let district = given::asker(Role::District, DISTRICT);
    let held = house.service.held_rows(&district, "held", ask).await.expect("listed");
    let letter = letter(house).await;
    let scan = scan.expect("attached").id;
    Put { letter, home, inside, row: held.items[0].no.clone(), roster: summary.receipt.no, scan }
}

/// A person about whom the prison was asked and has not answered.
async fn asked(house: &House) {
    let cells = [
        (Field::IdNumber, "440106197101010011"),
        (Field::Birth, "1971-01-01"),
        (Field::Name, "马国雄"),
        (Field::StartsOn, "2024-12-23"),
        (Field::EndsOn, "2026-12-22"),
    ];
    let no = house.taken(row(5, &cells)).await;
    house.give(&no, "verify", json!({"result": "04", "police_opinion": "查无此人"})).await;
}

/// A letter of the office that owns.
async fn letter(house: &House) -> String {
    let by = given::asker(Role::OfficeHead, given::OFFICE);
    let mut no = String::new();
    for (name, fields) in [
        ("name-letters", json!({"word": "员司帮"})),
        ("issue-letter", json!({"what": "other", "title": "某函", "addressee": "某单位"})),
    ] {
        let typed = fields.as_object().expect("fields");
        let given = service::Given::default();
        no = house.service.give_letter(&by, None, name, typed, given).await.expect(name).no;
    }
    no
}

pub fn filled(path: &str, put: &Put) -> String {
    let command = match path {
        _ if path.contains("held") => "reject",
        _ if path.contains("letter") => "seal-letter",
        _ => "record-visit",
    };
    path.replace("{home}", &put.home)
        .replace("{inside}", &put.inside)
        .replace("{row}", &put.row)
        .replace("{roster}", &put.roster)
        .replace("{scan}", &put.scan)
        .replace("{waiting}", "nothing")
        .replace("{name}", "nothing")
        .replace("{letter}", &put.letter)
        .replace("{custody}", given::prison())
        .replace("{command}", command)
        .replace("{form}", if path.contains("{home}") { "F9" } else { "F3" })
        .replace("{day}", "2026-12-20")
        .replace("{place}", given::OFFICE)
        .replace("{file}", "nothing.ics")
        .replace("{made}", "019abc00-0000-7000-8000-000000000000")
        .replace("{login}", "spare")
}
