"""Pictures of every page in every state, to be looked at: `python -m tests.ui.pictures DIR [CHAPTER…]`.

Each at 1366 × 728 (1366 × 768 less the task bar) and 1920 × 1040; some at the smallest size and at a larger zoom.
Runs offscreen on a counter in memory; documents are drawn by the real renderer.
`python -m tests.ui.pictures --readme docs/pictures` writes the three pictures of README.md anew.
"""
