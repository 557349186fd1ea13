using Xunit;

// There is one world and one registry per process: tests that turn it run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
