//! 过渡性安置基地: a bed given and a case moved are one commit. The bed is decided and written before the
//! case, always in this order, so that two works cannot wait for each other.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    base::{Bed, BedCommand, Place, stay_until},
    case::Case,
    command::{FieldError, Kind, Spec, must},
    kernel::{Role, Stream, refuse},
    person::Person,
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use store::{Hand, Loaded, base::Listed, journal};

/// What a base is made with.
pub const INSTALL: Spec = Spec {
    name: "install-base",
    title: "登记基地和床位",
    help: "男女分住，各登记多少张床；之后可以再加。",
    who: &[Role::City],
    answers: false,
    fields: &[
        must("code", "基地代码", Kind::Text(12), "字母和数字，例如 BASE1"),
        must("name", "基地名称", Kind::Text(60), ""),
        must(
            "way",
            "类别",
            Kind::Choice(&[("04", "政府投入为主建设"), ("03", "企业认证")]),
            "决定入住后按哪一类安置统计",
        ),
        must("men", "男床", Kind::Number(500), ""),
        must("women", "女床", Kind::Number(500), ""),
    ],
};

impl Service {
    /// Beds with the nights that are taken in the three months of a stay that begins on `from`.
    pub async fn beds(&self, asker: &Asker, from: Date) -> Result<Vec<Listed>> {
        if asker.actor.role == Role::Prison || !asker.actor.role.sees_files() {
            return Ok(refuse("not_your_role", "床位由司法行政机关查看")?);
        }
        let until = stay_until(from, &self.rules, &self.calendar);
        self.db.read_fn(async move |tx: &mut Tx<'_>| Ok(store::base::list(tx, from, until).await?)).await
    }

    /// Installs a base's beds: one commit.
    pub async fn install_base(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<usize> {
        crate::case::may_give(&INSTALL, asker)?;
        let fields = INSTALL.read(typed).map_err(Problem::Fields)?;
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let count = |key: &str| fields.get(key).and_then(Value::as_u64).unwrap_or_default();
        let (code, base, way) = (text("code"), text("name"), text("way"));
        if !code.chars().all(|c| c.is_ascii_alphanumeric()) {
            let message = "“基地代码”只用字母和数字".to_owned();
            return Err(Problem::Fields(vec![FieldError {
                field: "code".into(),
                code: "bad_code",
                message,
            }]));
        }
        let places: Vec<Place> = [(1, "男", count("men")), (2, "女", count("women"))]
            .into_iter()
            .flat_map(|(sex, house, n)| (1..=n).map(move |i| (sex, house, i)))
            .map(|(sex, house, i)| Place {
                code: format!("{code}-{sex}-{i:03}"),
                base: base.clone(),
                label: format!("{house}舍 {i} 床"),
                sex,
                way: way.clone(),
            })
            .collect();
        self.install_beds(asker, places).await
    }

    async fn install_beds(&self, asker: &Asker, places: Vec<Place>) -> Result<usize> {
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            let mut installed = 0;
            for place in &places {
                if store::base::load(tx, &service.keys, &place.code).await?.is_some() {
                    continue; // installed before: a second form adds what is missing
                }
                let mut bed = journal::new_subject::<Bed>(tx, &hand, service.city.code()).await?;
                let events = bed.state.decide(BedCommand::Install(place.clone()), &service.ctx(&asker))?;
                store::base::append(tx, &hand, &mut bed, asker.now.today, events).await?;
                installed += 1;
            }
            Ok(installed)
        })
        .await
    }

    /// Beds in which the person of a case could stay from today on: (code, label).
    pub(crate) async fn free_beds(&self, asker: &Asker, sex: u8) -> Result<Vec<(String, String)>> {
        let beds = self.beds(asker, asker.now.today).await?;
        let free = beds.into_iter().filter(|b| b.taken.is_empty() && b.place.sex == sex);
        Ok(free.map(|b| (b.place.code, format!("{} {}", b.place.base, b.place.label))).collect())
    }
}

/// The bed's part in a command to a case, inside the same transaction.
pub(crate) async fn joint(
    service: &Service,
    tx: &mut Tx<'_>,
    asker: &Asker,
    hand: &Hand,
    case: &Loaded<Case>,
    fields: &mut Map<String, Value>,
) -> Result<()> {
    let no = case.state.handover.sent.no.clone();
    let Some(on) = fields.get("on").and_then(Value::as_str).and_then(|d| d.parse::<Date>().ok()) else {
        return Ok(());
    };
    let (code, command) = match fields.get("bed").and_then(Value::as_str) {
        Some(code) => {
            let person = journal::load_by_id::<Person>(tx, &service.keys, case.subject).await?;
            let sex = person.map_or(0, |p| p.state.identity.sex);
            (code.to_owned(), BedCommand::Book { no, sex, from: on })
        }
        None => match &case.state.base.stay {
            Some(stay) => (stay.place.code.clone(), BedCommand::Free { no, on }),
            None => return Ok(()), // the case itself will refuse
        },
    };
    let Some(mut bed) = store::base::load(tx, &service.keys, &code).await? else {
        let message = "没有这张床，请从列表中选择".to_owned();
        return Err(Problem::Fields(vec![FieldError { field: "bed".into(), code: "no_such_bed", message }]));
    };
    let events = bed.state.decide(command, &service.ctx(asker))?;
    store::base::append(tx, hand, &mut bed, asker.now.today, events).await?;
    if fields.contains_key("bed") {
        let place = serde_json::to_value(&bed.state.place).map_err(|e| Problem::Broken(e.to_string()))?;
        fields.insert("place".into(), place);
    }
    Ok(())
}
