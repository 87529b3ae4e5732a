//! Asking the cloud engine about a file, beside the local one, once a person agreed.

use deid_core::{Tiled, ask_cloud};
use deid_model::report::EngineFacts;
use deid_model::worker::{CloudAccess, FromWorker, STOPPED};
use deid_model::{Reason, ReasonCode};

use crate::desk::{Desk, OpenFile};
use crate::judge::Seen;
use crate::page::Page;
use crate::server::{Models, Server};

/// That the cloud engine looked at every frame of a file.
#[derive(Clone, Debug)]
pub struct CloudUse {
    models: Models,
}

impl CloudUse {
    /// The engines, for the report.
    pub fn engines(&self) -> [EngineFacts; 2] {
        [
            EngineFacts::rekognition(self.models.detector.clone()),
            EngineFacts::comprehend_medical(self.models.classifier.clone()),
        ]
    }
}

impl<P: Page> Desk<P> {
    /// Asks about every frame and tells the page what came of it. What is known of the file changes only once every
    /// frame was answered.
    pub async fn ask_cloud(&self, file: &OpenFile<P::Source>, access: &CloudAccess) {
        file.sent_under.replace(Some(access.consent.clone()));
        let is_over = || file.closed.get() || file.stopped.get();
        let server = Tiled::new(Server::new(&self.page, access, &is_over));
        let asked = self.ask_frames(file, &server).await;
        if file.closed.get() {
            return;
        }
        let message = match asked {
            Ok(()) => {
                file.cloud.replace(Some(CloudUse {
                    models: server.inner().models(),
                }));
                let contents = file.contents.get();
                let regions = contents.map(|contents| contents.plan.borrow().regions().to_vec());
                FromWorker::CloudFound {
                    file: file.id,
                    regions: regions.unwrap_or_default(),
                }
            }
            Err(reason) => FromWorker::CloudFailed {
                file: file.id,
                code: match server.inner().problem() {
                    _ if file.stopped.get() => STOPPED.to_owned(),
                    Some(problem) => problem,
                    None => reason.code.code().to_owned(),
                },
            },
        };
        self.page.tell(&message, None);
    }

    async fn ask_frames(
        &self,
        file: &OpenFile<P::Source>,
        server: &Tiled<Server<'_, P>>,
    ) -> Result<(), Reason> {
        let contents = file.contents.get().ok_or(ReasonCode::ReadFailed)?;
        let mut readings = Vec::new();
        for index in 0..contents.original.frames() {
            let frame = contents.original.frame(index)?;
            readings.push(ask_cloud(server, server.inner(), &frame).await?);
            self.page.tell(
                &FromWorker::CloudProgress {
                    file: file.id,
                    frames: index + 1,
                },
                None,
            );
        }
        for (index, reading) in readings.into_iter().enumerate() {
            contents.add(Seen::Cloud(index as u32, reading))?;
        }
        Ok(())
    }
}
