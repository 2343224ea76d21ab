"""What has to be put right before a product is published."""

from commerce.catalogue.publishing.gate import problems
from commerce.catalogue.publishing.product_problems import ProblemCode, ProductProblem

__all__ = ["ProblemCode", "ProductProblem", "problems"]
