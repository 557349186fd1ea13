namespace HotWeave.Benchmarks.Measuring;

/// <summary>What a piece of work took.</summary>
/// <param name="Processor">Processor time of the whole process, in milliseconds.</param>
/// <param name="Allocated">Bytes allocated on the managed heap.</param>
internal readonly record struct Cost(double Processor, double Allocated)
{
    /// <summary>Does the work once.</summary>
    public static Cost Of(Action work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var begin = Environment.CpuUsage.TotalTime;
        work();
        return new((Environment.CpuUsage.TotalTime - begin).TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>Does each work once a round, in an order that turns from round to round; garbage is collected before each, not within.</summary>
    public static Samples Interleaved(int rounds, params (string Name, Action Work)[] works)
    {
        var samples = new Samples();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var (name, work) = works[(i + round) % works.Length];
                GC.Collect();
                var cost = Of(work);
                samples.Add(name, cost.Processor);
                samples.Add(name + " bytes", cost.Allocated);
            }
        }

        return samples;
    }
}
