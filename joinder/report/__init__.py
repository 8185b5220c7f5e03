"""One self-contained page on who joined what: tables, pictures as inline SVG, methods, and what it all rests on."""
