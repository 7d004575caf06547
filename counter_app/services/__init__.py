"""One module per act of the counter; one function is one transaction. `ports` names what the acts need."""
