"""Sports, music, toys, figures and paper."""
