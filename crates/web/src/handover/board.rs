//! 接送板: who comes home in the next thirty days, day by day, with what is missing in words; and the sheet for
//! the car of one day. A custodial place sees who comes and when, nothing else. Filters in the URL are codes.
//! Must never know: what counts as missing, who may see whom.

use crate::{
    app::App,
    asked::{Asked, Segments},
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    fetch::{COMES, PAPERS, Plan},
    kernel::Role,
    unit::Unit,
};
use jiff::civil::Date;
use service::{
    Problem,
    fetch::{Awaited, Board, DAYS},
};

/// What the board can be narrowed to besides a unit.
const SHOWN: [(&str, &str); 5] = [
    ("", "全部"),
    ("key", "重点对象"),
    ("red", "有缺项"),
    ("unplanned", "还没有安排"),
    ("late", "到期未登记"),
];

/// A count that opens its people.
struct Tile {
    href: String,
    number: usize,
    label: &'static str,
    tone: &'static str,
}

struct Choice {
    code: String,
    label: String,
    chosen: bool,
}

/// One thing missing, as a mark with words.
struct Mark {
    text: String,
    red: bool,
}

struct Line {
    no: String,
    name: String,
    key: bool,
    owner: String,
    custody: String,
    comes: String,
    vehicle: String,
    staff: String,
    papers: String,
    kin: String,
    medicine: String,
    cost: String,
    confirmed: String,
    marks: Vec<Mark>,
    done: bool,
}

struct Day {
    day: String,
    iso: String,
    far: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "handover/board.html")]
struct Page {
    frame: Frame,
    /// The asker is a custodial place: fewer columns.
    place: bool,
    costs: bool,
    tiles: Vec<Tile>,
    units: Vec<Choice>,
    shown: Vec<Choice>,
    filtered: bool,
    days: Vec<Day>,
    more: bool,
}

/// `GET /handover/board`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let (asker, today) = (&visitor.asker, visitor.asker.now.today);
    let board = app.service.fetch_board(asker).await.map_err(|p| PageProblem::new(&app, p))?;
    let unit = asked.get("unit").map(Unit::new).filter(|u| asker.actor.unit.covers(u));
    let show = SHOWN.into_iter().find(|(code, _)| Some(*code) == asked.get("show")).map_or("", |(c, _)| c);
    let Board { people, more } = board;
    let in_unit = |p: &&Awaited| unit.as_ref().is_none_or(|u| u.covers(&p.owner));
    let here: Vec<&Awaited> = people.iter().filter(in_unit).collect();
    let place = asker.actor.role == Role::Prison;
    let code = unit.as_ref().map_or("", Unit::code);
    let tile = |show: &str, label, tone: &'static str| {
        let number = here.iter().filter(|p| is_shown(p, show, today)).count();
        let tone = if number > 0 { tone } else { "" };
        Tile { href: format!("/handover/board?unit={code}&show={show}"), number, label, tone }
    };
    let mut tiles = vec![tile("", "30 天内回家", ""), tile("key", "重点对象", "")];
    if !place {
        tiles.push(tile("red", "有缺项", "late"));
        tiles.push(tile("late", "到期未登记", "late"));
    }
    let lines = here.iter().filter(|p| is_shown(p, show, today));
    frame::render(Page {
        frame: Frame::new(&app, &visitor, "handover", "接送板"),
        place,
        costs: !place,
        tiles,
        units: units(&app, &asker.actor.unit, unit.as_ref()),
        shown: SHOWN.iter().map(|(c, label)| choice(c, label, *c == show)).collect(),
        filtered: unit.is_some() || !show.is_empty(),
        days: days(&app, lines.copied(), today),
        more,
    })
}

fn is_shown(p: &Awaited, show: &str, today: Date) -> bool {
    match show {
        "key" => p.key,
        "red" => p.is_red(today),
        "unplanned" => p.expected && p.plan.is_none(),
        "late" => p.unrecorded,
        _ => true,
    }
}

fn choice(code: &str, label: &str, chosen: bool) -> Choice {
    Choice { code: code.to_owned(), label: label.to_owned(), chosen }
}

/// Units below, for those who have any.
fn units(app: &App, own: &Unit, chosen: Option<&Unit>) -> Vec<Choice> {
    let below = app.service.units.below(own);
    if below.len() < 2 {
        return vec![];
    }
    let is = |code: &str| chosen.is_some_and(|u| u.code() == code);
    below.iter().skip(1).map(|u| choice(&u.code, &u.name, is(&u.code))).collect()
}

fn days<'a>(app: &App, people: impl Iterator<Item = &'a Awaited>, today: Date) -> Vec<Day> {
    let mut days: Vec<Day> = vec![];
    for p in people {
        let iso = p.release.to_string();
        if days.last().is_none_or(|d| d.iso != iso) {
            let far = words::due(&iso, today).map_or_else(String::new, |d| d.far.replace("逾期", "已过"));
            let day = format!("{}　{}", words::day(p.release, today), words::weekday(p.release));
            days.push(Day { day, iso, far, lines: vec![] });
        }
        if let Some(day) = days.last_mut() {
            day.lines.push(line(app, p, today));
        }
    }
    days
}

fn line(app: &App, p: &Awaited, today: Date) -> Line {
    let plan = p.plan.as_ref();
    let text = |of: fn(&Plan) -> &Option<String>| plan.and_then(|p| of(p).clone()).unwrap_or_default();
    let with = [text(|p| &p.staff), text(|p| &p.relatives), text(|p| &p.community)];
    let mut marks: Vec<Mark> =
        p.gaps.iter().map(|g| Mark { text: g.sentence.clone(), red: g.is_red(today) }).collect();
    if p.unrecorded {
        marks.insert(0, Mark { text: "已到释放日，还没有登记怎样回家".into(), red: true });
    }
    Line {
        no: p.no.clone(),
        name: p.name.clone(),
        key: p.key,
        owner: app.service.units.name(p.owner.code()).to_owned(),
        custody: p.custody.clone(),
        comes: plan.map_or_else(String::new, |p| {
            let corrects = if p.corrects { "（更正）" } else { "" };
            format!("{}{corrects}", word(COMES, &p.comes))
        }),
        vehicle: [text(|p| &p.vehicle), text(|p| &p.driver)]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("，"),
        staff: with.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("；"),
        papers: plan.map_or_else(String::new, |p| {
            let names: Vec<&str> = p.papers.iter().map(|code| word(PAPERS, code)).collect();
            names.join("、")
        }),
        kin: plan.and_then(|p| p.kin_told_on).map_or_else(String::new, |on| words::day(on, today)),
        medicine: text(|p| &p.medicine),
        cost: plan.and_then(|p| p.estimate_fen).map_or_else(String::new, |fen| words::yuan(fen.into())),
        confirmed: p.confirmed.as_ref().map_or_else(String::new, |c| words::day(c.on, today)),
        marks,
        done: !p.expected,
    }
}

fn word<'a>(list: &[(&'a str, &'a str)], code: &'a str) -> &'a str {
    list.iter().find(|(c, _)| *c == code).map_or(code, |(_, word)| word)
}

/// What the driver and the staff need of one person, and no more.
struct Passenger {
    no: String,
    name: String,
    custody: String,
    meets: String,
    comes: String,
    with: String,
    papers: String,
    owner: String,
}

struct Car {
    vehicle: String,
    driver: String,
    staff: String,
    people: Vec<Passenger>,
}

#[derive(Template)]
#[template(path = "handover/car.html")]
struct Sheet {
    frame: Frame,
    day: String,
    cars: Vec<Car>,
    days: i32,
}

/// `GET /handover/board/{day}`
pub(super) async fn sheet(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let asker = &visitor.asker;
    let wrong = |p| PageProblem::new(&app, p);
    let day: Date = at.get(0).parse().map_err(|_| wrong(Problem::NotFound))?;
    if asker.actor.role == Role::Prison {
        let sentence = "出车单由司法行政机关打印；谁来接、什么时候来，请看接送板";
        let refused = domain::kernel::refuse::<()>("not_your_role", sentence);
        return Err(wrong(refused.err().map_or(Problem::NotFound, Problem::Refused)));
    }
    let people = app.service.fetch_board(asker).await.map_err(wrong)?.people;
    let mut cars: Vec<Car> = vec![];
    for p in people.iter().filter(|p| p.release == day && p.expected) {
        let Some(plan) = p.plan.as_ref().filter(|plan| plan.goes()) else { continue };
        let vehicle = plan.vehicle.clone().unwrap_or_else(|| "还没有安排车辆".into());
        let at = cars.iter().position(|c| c.vehicle == vehicle).unwrap_or_else(|| {
            let (driver, staff) = (String::new(), String::new());
            cars.push(Car { vehicle, driver, staff, people: vec![] });
            cars.len() - 1
        });
        add_once(&mut cars[at].driver, plan.driver.as_deref());
        add_once(&mut cars[at].staff, plan.staff.as_deref());
        cars[at].people.push(passenger(&app, p, plan));
    }
    let title = words::full_day(day);
    let frame = Frame::new(&app, &visitor, "handover", format!("出车单 {title}"));
    frame::render(Sheet { frame, day: format!("{title}　{}", words::weekday(day)), cars, days: DAYS })
}

fn add_once(names: &mut String, more: Option<&str>) {
    let Some(more) = more.filter(|m| !names.split('、').any(|n| n == *m)) else { return };
    if !names.is_empty() {
        names.push('、');
    }
    names.push_str(more);
}

fn passenger(app: &App, p: &Awaited, plan: &Plan) -> Passenger {
    let with =
        [&plan.relatives, &plan.community].into_iter().flatten().cloned().collect::<Vec<_>>().join("；");
    let ready = |code: &&str| plan.papers.iter().any(|p| p == code);
    let papers: Vec<String> =
        PAPERS.iter().map(|(code, name)| format!("{} {name}", if ready(code) { "☑" } else { "☐" })).collect();
    Passenger {
        no: p.no.clone(),
        name: p.name.clone(),
        custody: p.custody.clone(),
        meets: plan.meets.clone().unwrap_or_else(|| "还没有约".into()),
        comes: word(COMES, &plan.comes).to_owned(),
        with,
        papers: papers.join("　"),
        owner: app.service.units.name(p.owner.code()).to_owned(),
    }
}
