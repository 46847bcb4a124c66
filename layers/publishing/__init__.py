"""Official files from the browser: who may, what is prepared, decided and published."""
