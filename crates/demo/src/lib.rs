//! Floor 4: the fictitious city, lived through the services.
