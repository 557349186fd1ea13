using Xunit;

// The tool writes to the console, of which there is one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
