"""The look: page frames, components, tables, charts and the living style page (giao diện)."""
