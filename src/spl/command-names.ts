// The commands of the Search Reference that this reader knows by name only.

/** In lower case. */
export const unsupportedCommands: ReadonlySet<string> = new Set(
  `abstract accum addcoltotals addtotals analyzefields anomalies anomalousvalue anomalydetection appendpipe arules associate
autoregress bucketdir cluster cofilter collect concurrency contingency correlate datamodel dbinspect delete delta diff dump erex
eventcount extract fieldformat fieldsummary filldown findtypes folderize foreach from fromjson gauge gentimes geom geomfilter geostats
highlight history iconify inputcsv inputintelligence iplocation kmeans kv kvform loadjob localize localop makecontinuous map mcatalog mcollect
meventcollect metadata metasearch mpreview msearch mstats multikv outlier outputcsv outputlookup outputtext overlap pivot predict
rangemap redistribute relevancy reltime replace require rest rtorder run savedsearch script scrub selfjoin sendalert sendemail
set setfields sichart sirare sistats sitimechart sitop snowevent snoweventstream snowincident snowincidentstream tags
timewrap tojson transaction transpose trendline tscollect tstats typeahead typelearner typer uniq walklex x11 xmlkv
xmlunescape xpath`.split(/\s+/),
);
