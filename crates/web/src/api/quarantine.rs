//! Held rows: listed, read, and the three commands that settle them.
//! Must never know: what is wrong with a row; it shows what was found.

use super::{
    body::{At, Conditions, Params, Sent, text},
    list::{self, AFTER, LIMIT},
    operation::{Answer, FILES, Operation, described},
    schema::{array, date, maybe, named, number, object, text as string, word},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    command::{Field, Kind, Spec, may},
    quarantine::{COMMANDS, Fate, Row},
};
use serde_json::{Value, json};
use service::quarantine::View;
use store::{held::Filter, rows::HeldRow};

const FATES: &[(&str, &str)] = &[("held", "待更正"), ("released", "已放行"), ("rejected", "已退回")];
static LIST: Spec =
    described("list-held-rows", "待更正的名册行", "不能直接采用的名册行，最早到期在前。", FILES, &[]);
static LIST_QUERY: &[Field] = &[
    may("fate", "处理情况", Kind::Choice(FATES), "默认 held"),
    may("roster", "名册编号", Kind::Text(40), "只看一份名册的行"),
    may("owner", "责任单位代码", Kind::Unit, ""),
    LIMIT,
    AFTER,
];
static READ: Spec =
    described("read-held-row", "一条名册行", "各列的内容和问题。查阅会记入查阅记录。", FILES, &[]);

pub(super) fn operations() -> Vec<Operation> {
    let mut all = vec![
        Operation::get("/api/v1/quarantine", &LIST, Answer::Json("HeldPage"), rows).query(LIST_QUERY),
        Operation::get("/api/v1/quarantine/{no}", &READ, Answer::Versioned("HeldRow"), row),
    ];
    all.extend(COMMANDS.iter().map(|spec| {
        Operation::post("/api/v1/quarantine/{no}/{command}", spec, Answer::Json("Receipt"), give).keyed()
    }));
    all
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let item = object(&[
        ("no", string("编号")),
        ("roster", string("名册回执编号")),
        ("sheet", string("工作表；只有一张表时为空")),
        ("row", number("行号")),
        ("name", string("姓名，看得清多少写多少")),
        ("custody", named("Coded")),
        ("owner", named("Coded")),
        ("problems", number("有几处问题")),
        ("fate", word("处理情况", &["held", "released", "rejected"])),
        ("due_on", maybe(date("到期日；处理完为 null"))),
    ]);
    let problem = object(&[
        ("field", string("列的键，更正时用")),
        ("column", string("列名")),
        ("code", string("问题代码")),
        ("message", string("哪里不对、怎样改")),
    ]);
    let cells =
        json!({"type": "object", "additionalProperties": {"type": "string"}, "description": "各列的内容"});
    let row = object(&[
        ("no", string("编号")),
        ("version", number("版本")),
        ("roster", string("名册回执编号")),
        ("sheet", string("工作表；只有一张表时为空")),
        ("row", number("行号")),
        ("custody", named("Coded")),
        ("owner", named("Coded")),
        ("since", date("从哪一天起待更正")),
        ("cells", cells),
        ("problems", array(named("CellProblem"))),
        ("fate", word("处理情况", &["held", "released", "rejected"])),
        ("case", maybe(string("放行后的档案编号"))),
        ("reason", maybe(string("退回理由"))),
    ]);
    vec![("HeldItem", item), ("HeldPage", list::of("HeldItem")), ("CellProblem", problem), ("HeldRow", row)]
}

async fn rows(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let fate = Some(text(&read, "fate")).filter(|f| !f.is_empty()).unwrap_or("held");
    let (roster, owner) = (text(&read, "roster"), text(&read, "owner"));
    let purpose = list::purpose("held", &[fate, roster, owner]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let given = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    let filter = Filter { roster: given(roster), owner: given(owner) };
    let page = app.service.held_rows_of(&asker, fate, filter, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &page, |r| item(&app, r))))
}

async fn row(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
) -> Result<Response, ApiProblem> {
    let view = app.service.held_row(&asker, &no).await?;
    let tag = format!("\"{}\"", view.version);
    Ok(([(header::ETAG, tag)], Json(whole(&app, &no, &view))).into_response())
}

async fn give(
    State(app): State<App>,
    Caller(asker): Caller,
    At((no, command)): At<(String, String)>,
    Conditions(given): Conditions,
    Sent(sent): Sent,
) -> Result<Json<service::Receipt>, ApiProblem> {
    Ok(Json(app.service.give_row(&asker, &no, &command, &sent, given).await?))
}

fn item(app: &App, r: &HeldRow) -> Value {
    json!({
        "no": r.no,
        "roster": r.roster,
        "sheet": r.sheet,
        "row": r.line,
        "name": r.name,
        "custody": shape::unit(app, &r.custody),
        "owner": shape::unit(app, &r.owner),
        "problems": r.problems,
        "fate": r.fate,
        "due_on": shape::day(&r.due_on),
    })
}

fn whole(app: &App, no: &str, view: &View) -> Value {
    let row: &Row = &view.row;
    let problem = |p: &domain::quarantine::Problem| json!({"field": p.field, "column": p.column, "code": p.code, "message": p.message});
    let (fate, case, reason) = match &row.fate {
        Fate::Held => ("held", None, None),
        Fate::Released(case) => ("released", Some(case), None),
        Fate::Rejected(reason) => ("rejected", None, Some(reason)),
    };
    json!({
        "no": no,
        "version": view.version,
        "roster": row.roster,
        "sheet": row.position.0,
        "row": row.position.1,
        "custody": shape::unit(app, row.custody.code()),
        "owner": shape::unit(app, row.owner.code()),
        "since": row.since,
        "cells": row.cells,
        "problems": row.problems.iter().map(problem).collect::<Vec<_>>(),
        "fate": fate,
        "case": case,
        "reason": reason,
    })
}
