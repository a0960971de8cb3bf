//! The OpenAPI 3.1 document, made from the table of operations. Nothing is written here that the table or a
//! command's description says already.
//! Must never know: what any operation does.

use super::{
    CHAPTERS,
    body::KEY_AT_MOST,
    operation::{Access, Answer, Body, Operation},
    operations,
    schema::{self, array, named, number, object, object_with, text},
    schemas,
};
use crate::paper::DOCX;
use domain::kernel::Role;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let document = document();
    serde_json::to_string_pretty(&document).unwrap_or_else(|_| document.to_string())
});

/// The document as it is served.
pub(super) fn rendered() -> &'static str {
    &TEXT
}

/// The document.
pub(super) fn document() -> Value {
    let mut paths = Map::new();
    for o in operations() {
        let path = paths.entry(o.path()).or_insert_with(|| json!({}));
        path[o.method.to_lowercase()] = operation(&o);
    }
    let tags: Vec<Value> = CHAPTERS.iter().map(|(n, what)| json!({"name": n, "description": what})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "归途 接口",
            "version": "1",
            "description": "安置帮教系统的接口。日期为北京时间的日历日，写作 2026-11-24。错误一律为 application/problem+json，detail 是给办事人看的一句话，code 供程序判断。x-roles 是可以办理的角色；辖区之外一律 404。",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": components(),
    })
}

fn operation(o: &Operation) -> Value {
    let mut told = json!({
        "operationId": o.spec.name,
        "tags": [o.tag],
        "summary": o.spec.title,
        "description": o.spec.help,
        "parameters": parameters(o),
        "responses": responses(o),
    });
    match o.access {
        Access::Open => told["security"] = json!([]),
        Access::Token => told["security"] = json!([{"token": []}]),
        Access::Roles => {
            told["security"] = json!([{"token": []}]);
            told["x-roles"] = o.spec.who.iter().map(|r| Role::word(*r)).collect();
        }
    }
    match o.body {
        Body::Nothing => {}
        Body::Json => {
            let required = o.spec.fields.iter().any(|f| f.required);
            let content = json!({"application/json": {"schema": schema::request(o.spec)}});
            told["requestBody"] = json!({"required": required, "content": content});
        }
        Body::File(what) => {
            let file = json!({"type": "string", "contentMediaType": "application/octet-stream", "description": what});
            let (mut always, mut sometimes) = (vec![("file", file)], vec![]);
            for field in o.spec.fields {
                let part = (field.key, schema::field(field));
                if field.required { always.push(part) } else { sometimes.push(part) }
            }
            let content = json!({"multipart/form-data": {"schema": object_with(&always, &sometimes)}});
            told["requestBody"] = json!({"required": true, "content": content});
        }
    }
    told
}

fn parameters(o: &Operation) -> Vec<Value> {
    let places = o.places().into_iter().map(|name| {
        json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}})
    });
    let mut all: Vec<Value> = places.collect();
    all.extend(o.query.iter().map(|f| {
        json!({"name": f.key, "in": "query", "required": f.required, "description": f.label, "schema": schema::field(f)})
    }));
    if o.keyed {
        all.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
    }
    if o.keyed && o.spec.answers {
        all.push(json!({"$ref": "#/components/parameters/IfMatch"}));
    }
    all
}

fn responses(o: &Operation) -> Value {
    let json_of = |name| json!({"application/json": {"schema": named(name)}});
    let (status, right) = match o.answer {
        Answer::Json(name) => ("200", json!({"description": o.spec.title, "content": json_of(name)})),
        Answer::Versioned(name) => {
            let header = json!({"description": "版本", "schema": {"type": "string"}});
            let right =
                json!({"description": o.spec.title, "headers": {"ETag": header}, "content": json_of(name)});
            ("200", right)
        }
        Answer::Empty => ("204", json!({"description": o.spec.title})),
        Answer::Docx => {
            let file = json!({"schema": {"type": "string", "contentMediaType": DOCX}});
            ("200", json!({"description": o.spec.title, "content": {DOCX: file}}))
        }
        Answer::Html => {
            let content = json!({"text/html": {"schema": {"type": "string"}}});
            ("200", json!({"description": o.spec.title, "content": content}))
        }
        Answer::Picture => {
            let content = json!({"image/jpeg": {}, "image/png": {}});
            ("200", json!({"description": o.spec.title, "content": content}))
        }
    };
    let mut all = json!({status: right});
    for status in o.problems() {
        all[status.to_string()] = json!({"$ref": format!("#/components/responses/Problem{status}")});
    }
    all
}

/// The statuses of problems, each in a sentence.
const PROBLEMS: &[(u16, &str)] = &[
    (400, "请求本身有误：不是 JSON、查询无法识别、请求头写错"),
    (401, "没有登录、登录过期，或账号密码不对"),
    (403, "账号还没有授权，或须先修改密码"),
    (404, "没有找到，或不在辖区"),
    (412, "看过之后别人已更新；problem 的 version 是现在的版本"),
    (413, "内容太大"),
    (415, "内容类型不对"),
    (422, "不能这样办：code 和 detail 说明原因，errors 指出各项"),
    (428, "须带 If-Match"),
    (429, "连续输错，暂时锁定"),
    (500, "系统出错，没有保存"),
    (503, "暂时忙或查阅记录写不进去，没有保存，可稍后重试"),
];

fn components() -> Value {
    let problem = json!({"application/problem+json": {"schema": named("Problem")}});
    let responses: Map<String, Value> = PROBLEMS
        .iter()
        .map(|(status, what)| (format!("Problem{status}"), json!({"description": what, "content": problem})))
        .collect();
    let mut all: Map<String, Value> = schemas().into_iter().map(|(n, s)| (n.to_owned(), s)).collect();
    all.insert("Problem".into(), problem_schema());
    all.insert("FieldError".into(), field_error());
    json!({
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "POST /api/v1/session 得到的令牌"}},
        "parameters": {
            "IdempotencyKey": {
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "每次提交自选的编号。网络不稳时用同一编号重试，只办理一次并得到同一回执；同一编号用于不同内容为 422。",
                "schema": {"type": "string", "minLength": 1, "maxLength": KEY_AT_MOST},
            },
            "IfMatch": {
                "name": "If-Match", "in": "header", "required": true,
                "description": "看到的版本，即读取时的 version 或 ETag。缺少为 428，过时为 412。",
                "schema": {"type": "string", "pattern": "^\"?[0-9]+\"?$"},
            },
        },
        "responses": responses,
        "schemas": all,
    })
}

fn problem_schema() -> Value {
    let always = [
        ("type", text("总是 about:blank")),
        ("title", text("HTTP 状态的名称")),
        ("status", number("HTTP 状态")),
        ("code", text("供程序判断的代码")),
        ("detail", text("哪里不对、怎样办，给办事人看的一句话")),
    ];
    let sometimes = [("errors", array(named("FieldError"))), ("version", number("现在的版本，412 时"))];
    object_with(&always, &sometimes)
}

fn field_error() -> Value {
    object(&[
        ("field", text("哪一项")),
        ("code", text("供程序判断的代码")),
        ("message", text("哪里不对、怎样改")),
    ])
}
