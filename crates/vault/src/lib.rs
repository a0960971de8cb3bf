//! Floor 1: keys, sealing of personal data, blind index, hash chain. Pure: keys and randomness are arguments.
