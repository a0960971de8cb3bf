//! Letters for programs: the register of a unit in a year, one letter, and the commands that number, seal,
//! deliver and void.
//! Must never know: how numbers are drawn, who may read which book.

use super::{
    body::{At, Conditions, Params, Sent, text},
    operation::{Answer, Operation, described},
    schema::{array, date, maybe, named, number, object, text as string},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::{
    command::{Field, Kind, Spec, may},
    kernel::Role,
    letter::{Book, COMMANDS, Letter},
    unit::Unit,
};
use serde_json::{Value, json};
use service::{Problem, letter::Place};

const READERS: &[Role] = &[Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker];
static LIST: Spec =
    described("list-letters", "发文登记簿", "一个单位一年的发文，按文号。上级可以看下级的。", READERS, &[]);
static LIST_QUERY: &[Field] =
    &[may("unit", "单位代码", Kind::Unit, "默认本单位"), may("year", "年份", Kind::Number(9999), "默认今年")];
static READ: Spec = described("read-letter", "一份发文", "查阅会记入查阅记录。", READERS, &[]);

pub(super) fn operations() -> Vec<Operation> {
    let mut all = vec![
        Operation::get("/api/v1/letters", &LIST, Answer::Json("LetterBook"), letters).query(LIST_QUERY),
        Operation::get("/api/v1/letters/{id}", &READ, Answer::Json("Letter"), letter),
    ];
    all.extend(COMMANDS.iter().map(|spec| {
        let receipt = Answer::Json("Receipt");
        match spec.name {
            "name-letters" => Operation::post("/api/v1/letters/name-letters", spec, receipt, name),
            "issue-letter" => Operation::post("/api/v1/letters/issue-letter", spec, receipt, issue),
            _ => Operation::post("/api/v1/letters/{id}/{command}", spec, receipt, give),
        }
        .keyed()
    }));
    all
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let seal = object(&[
        ("on", date("用印日期")),
        ("asked_by", string("申请人")),
        ("approved_by", string("批准人")),
        ("copies", number("份数")),
    ]);
    let delivery = object(&[
        ("on", date("送达日期")),
        ("how", string("方式代码")),
        ("by", string("送达人")),
        ("received_by", string("收件人")),
        ("note", maybe(string("邮件号或说明"))),
    ]);
    let voided = object(&[("on", date("作废日期")), ("reason", string("理由"))]);
    let letter = object(&[
        ("id", string("在路径中用的编号")),
        ("no", string("文号")),
        ("number", number("序号")),
        ("on", date("日期")),
        ("what", string("种类代码")),
        ("title", string("标题")),
        ("addressee", string("主送")),
        ("cases", array(string("有关档案号"))),
        ("by", string("编号人")),
        ("seal", maybe(seal)),
        ("delivery", maybe(delivery)),
        ("voided", maybe(voided)),
    ]);
    let book = object(&[
        ("unit", named("Coded")),
        ("year", number("年份")),
        ("word", string("机关代字；没有设置为空")),
        ("letters", array(named("Letter"))),
    ]);
    vec![("Letter", letter), ("LetterBook", book)]
}

async fn letters(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let unit = match text(&read, "unit") {
        "" => asker.actor.unit.clone(),
        code => Unit::new(code),
    };
    let year = read.get("year").and_then(Value::as_i64).and_then(|y| i16::try_from(y).ok());
    let year = year.unwrap_or_else(|| asker.now.today.year());
    let book = app.service.letters(&asker, &unit, year).await?.book;
    let all: Vec<Value> = book.letters.iter().map(|l| one(&at(&book, l), l)).collect();
    Ok(Json(json!({"unit": shape::unit(&app, unit.code()), "year": year, "word": book.word, "letters": all})))
}

fn place(id: &str) -> Result<Place, ApiProblem> {
    Ok(Place::parse(id).ok_or(Problem::NotFound)?)
}

fn at(book: &Book, letter: &Letter) -> Place {
    Place { unit: book.unit.clone(), year: book.year, number: letter.number }
}

async fn letter(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
) -> Result<Json<Value>, ApiProblem> {
    let place = place(&id)?;
    let letter = app.service.letter(&asker, &place).await?;
    Ok(Json(one(&place, &letter)))
}

async fn name(
    State(app): State<App>,
    Caller(asker): Caller,
    Conditions(given): Conditions,
    Sent(sent): Sent,
) -> Result<Json<service::Receipt>, ApiProblem> {
    Ok(Json(app.service.give_letter(&asker, None, "name-letters", &sent, given).await?))
}

async fn issue(
    State(app): State<App>,
    Caller(asker): Caller,
    Conditions(given): Conditions,
    Sent(sent): Sent,
) -> Result<Json<service::Receipt>, ApiProblem> {
    Ok(Json(app.service.give_letter(&asker, None, "issue-letter", &sent, given).await?))
}

async fn give(
    State(app): State<App>,
    Caller(asker): Caller,
    At((id, command)): At<(String, String)>,
    Conditions(given): Conditions,
    Sent(sent): Sent,
) -> Result<Json<service::Receipt>, ApiProblem> {
    Ok(Json(app.service.give_letter(&asker, Some(&place(&id)?), &command, &sent, given).await?))
}

fn one(place: &Place, l: &Letter) -> Value {
    json!({
        "id": place.to_string(),
        "no": l.printed(place.year),
        "number": l.number,
        "on": l.on,
        "what": l.what,
        "title": l.title,
        "addressee": l.addressee,
        "cases": l.cases,
        "by": l.by,
        "seal": l.seal,
        "delivery": l.delivery,
        "voided": l.voided,
    })
}
