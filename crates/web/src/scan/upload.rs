//! Reads what the form of pictures sends: first the token, then what the pictures show, then the pictures, each
//! attached as it comes, so that no more than one lies in memory. The token is checked before a byte of a
//! picture is read. Must never know: what is in a picture.

use crate::{
    App,
    form::{
        self, Told,
        parts::{self, Unread},
    },
    problem::PageProblem,
    session::Visitor,
};
use axum::{extract::Multipart, http::StatusCode};
use serde_json::{Map, Value};
use service::{Given, scan::FILE_AT_MOST};

/// Pictures in one form.
const PICTURES: usize = 12;
/// Bytes of a request that are read at all.
pub(super) const READ_AT_MOST: usize = 130_000_000;

/// What became of a form.
#[derive(Default)]
pub(super) struct Outcome {
    /// What was chosen and typed beside the pictures.
    pub(super) typed: Map<String, Value>,
    /// Pictures that are attached now.
    pub(super) attached: usize,
    /// Pictures that were attached before.
    pub(super) known: usize,
    /// What is wrong, with its status: the whole form, or one picture by its place.
    pub(super) wrong: Vec<(StatusCode, String)>,
    /// What is wrong with single fields.
    pub(super) told: Option<Told>,
}

impl Outcome {
    /// A form of which nothing can be used.
    pub(super) fn broken() -> Outcome {
        let sentence = "上传中断，没有收到完整的内容。请检查网络后重新上传。".to_owned();
        Outcome { wrong: vec![(StatusCode::BAD_REQUEST, sentence)], ..Outcome::default() }
    }

    fn fails(mut self, status: StatusCode, sentence: &str) -> Outcome {
        self.wrong.push((status, sentence.to_owned()));
        self
    }

    fn pictures(&self) -> usize {
        self.attached + self.known + self.wrong.len()
    }
}

/// Reads the parts of the form in their order. `Err` is a problem that the form cannot mend.
pub(super) async fn read(
    app: &App,
    visitor: &Visitor,
    no: &str,
    mut sent: Multipart,
) -> Result<Outcome, PageProblem> {
    let (mut outcome, mut trusted) = (Outcome::default(), false);
    let foreign = "这个页面打开太久，或已在别处重新登录，没有上传。请重新选择图片再上传。";
    loop {
        let part = match sent.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) => return Ok(broken_off(outcome)),
        };
        match part.name().unwrap_or_default().to_owned().as_str() {
            "csrf" => match parts::short(part).await {
                Ok(token) => trusted = form::same_token(&token, &visitor.session.csrf),
                Err(_) => return Ok(broken_off(outcome)),
            },
            _ if !trusted => return Ok(outcome.fails(StatusCode::FORBIDDEN, foreign)),
            key @ ("kind" | "title" | "by_hand") => match parts::short(part).await {
                Ok(text) => {
                    outcome.typed.insert(key.to_owned(), text.into());
                }
                Err(_) => return Ok(broken_off(outcome)),
            },
            "file" => match parts::file(part, FILE_AT_MOST).await {
                Ok(bytes) if bytes.is_empty() => {} // nothing chosen in this place
                Ok(bytes) => {
                    take(app, visitor, no, bytes, &mut outcome).await?;
                    if outcome.told.is_some() {
                        return Ok(outcome);
                    }
                }
                Err(Unread::TooLarge) => too_large(&mut outcome),
                Err(Unread::Broken) => return Ok(broken_off(outcome)),
            },
            _ => {}
        }
    }
    if !trusted {
        return Ok(outcome.fails(StatusCode::FORBIDDEN, foreign));
    }
    match outcome.pictures() {
        0 => Ok(outcome.fails(StatusCode::UNPROCESSABLE_ENTITY, "没有收到图片。请拍照或选择图片后再上传。")),
        _ => Ok(outcome),
    }
}

/// Attaches one picture.
async fn take(
    app: &App,
    visitor: &Visitor,
    no: &str,
    bytes: Vec<u8>,
    outcome: &mut Outcome,
) -> Result<(), PageProblem> {
    let place = outcome.pictures() + 1;
    if place > PICTURES {
        let sentence = format!("第 {place} 张没有保存：一次最多 {PICTURES} 张，请分次上传。");
        outcome.wrong.push((StatusCode::UNPROCESSABLE_ENTITY, sentence));
        return Ok(());
    }
    match app.service.attach_scan(&visitor.asker, no, &outcome.typed, bytes, Given::default()).await {
        Ok(done) if done.receipt.events.is_empty() => outcome.known += 1,
        Ok(_) => outcome.attached += 1,
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(app, p))?;
            outcome.wrong.push((told.status, format!("第 {place} 张没有保存：{}", told.sentence)));
            // What is wrong with a field is wrong for every picture of the form.
            outcome.told = Some(told).filter(|t| !t.fields.is_empty());
        }
    }
    Ok(())
}

fn too_large(outcome: &mut Outcome) {
    let place = outcome.pictures() + 1;
    let most = FILE_AT_MOST / 1_000_000;
    let sentence =
        format!("第 {place} 张没有保存：图片超过 {most} MB。请把相机的照片大小调小后重拍，或裁掉多余部分。");
    outcome.wrong.push((StatusCode::PAYLOAD_TOO_LARGE, sentence));
}

fn broken_off(outcome: Outcome) -> Outcome {
    let wrong = [outcome.wrong, Outcome::broken().wrong].concat();
    Outcome { wrong, ..outcome }
}
