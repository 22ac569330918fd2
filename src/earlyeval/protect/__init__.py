"""What may be shown: a results row passes the gate under one disclosure profile, or it is not shown at all."""
