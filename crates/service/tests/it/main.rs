//! The services on both engines, on real databases: the walk, its refusals, its proofs.

mod given;
mod walk;
