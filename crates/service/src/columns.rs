//! Where a column needs more than the case's own stream: one line a column.

use crate::{Asker, Result, Service, base, case::View, fetch, handover, letter, scan};
use database::Tx;
use domain::{
    case::{Case, CaseEvent},
    command::Spec,
};
use serde_json::{Map, Value};
use store::{Hand, Loaded};

impl Service {
    /// The part that other streams have in a command to a case, inside the same transaction. They are
    /// written before the case, so that two works cannot wait for each other.
    pub(crate) async fn joint(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        spec: &Spec,
        case: &Loaded<Case>,
        fields: &mut Map<String, Value>,
    ) -> Result<()> {
        match spec.name {
            "give-bed" | "leave-bed" => base::joint(self, tx, asker, hand, case, fields).await,
            "receipt-notice" => letter::joint(self, tx, asker, hand, case, fields).await,
            "plan-fetch" => fetch::joint(self, tx, case, fields).await,
            _ => Ok(()),
        }
    }

    /// What was decided about a case may say something of other streams; they are written before the case.
    pub(crate) async fn follow(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        hand: &Hand,
        case: &Loaded<Case>,
        events: &mut Vec<CaseEvent>,
    ) -> Result<()> {
        handover::identity::follow(self, tx, asker, hand, case, events).await
    }

    /// What a field of kind [`domain::command::Kind::Listed`] offers: (code, label).
    pub async fn choices(&self, asker: &Asker, view: &View, list: &str) -> Result<Vec<(String, String)>> {
        match list {
            "bed" => self.free_beds(asker, view.person.identity.sex).await,
            "scan" => Ok(scan::choices(asker, view)),
            "named" => self.nameable(view.case.owner()).await,
            domain::question::UNITS => {
                let named = |(code, _): (String, String)| (code.clone(), self.units.name(&code).to_owned());
                Ok(self.listed(asker, view, list).into_iter().map(named).collect())
            }
            "office" => Ok(self.units.offices(view.case.owner())),
            "correction" => Ok(handover::corrections(&view.case)),
            "dispute" => Ok(handover::disputes(&view.case)),
            _ => Ok(self.listed(asker, view, list)),
        }
    }

    /// What a list offers that the case itself knows: no statement is run for it.
    pub fn listed(&self, asker: &Asker, view: &View, list: &str) -> Vec<(String, String)> {
        view.case.listed(list, &self.ctx(asker))
    }
}
