"""Corpora -> fit -> calibrate -> evaluate -> export -> report (``python -m training``).

scikit-learn and joblib live here and nowhere else; what is served imports none of this.
"""
