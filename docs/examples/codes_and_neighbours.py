"""From a DataFrame to the accuracy of its codes, for a CSV file as Kaggle's Digit Recognizer has: label,pixel0,pixel1,…

OMP_NUM_THREADS=1 spark-submit --jars sparkae.jar --py-files sparkae.jar codes_and_neighbours.py train.csv
"""
import sys

from pyspark.ml import Pipeline
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.sql import SparkSession
from pyspark.sql.functions import array, col, rand
from sparkae import Autoencoder, NearestNeighborsClassifier

spark = SparkSession.builder.getOrCreate()
table = spark.read.csv(sys.argv[1], header=True, inferSchema=True)
pixels = [col(name) / 255 for name in table.columns if name.startswith("pixel")]
rows = table.select("label", array(pixels).alias("features")).orderBy(rand(seed=1))
train, test = rows.randomSplit([0.8, 0.2], seed=1)

pipeline = Pipeline(stages=[Autoencoder(codeSize=16, epochs=5), NearestNeighborsClassifier(featuresCol="code", k=5)])
predictions = pipeline.fit(train).transform(test)
print("accuracy", MulticlassClassificationEvaluator(metricName="accuracy").evaluate(predictions))
