"""One file per thing a shop does; each public function is one transaction."""
