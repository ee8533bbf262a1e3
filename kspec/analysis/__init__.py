"""An analysed model: order, shapes, dtypes, parameters, the effective head, the task. Rules ask
it questions.
"""
