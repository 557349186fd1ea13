namespace HotWeave.Fleet;

/// <summary>How a process is an instance of a fleet. Set once, before the application starts.</summary>
public sealed class FleetOptions
{
    /// <summary>The application's name: letters, digits, <c>-</c> and <c>_</c>, at most 100. All its instances say the same. Required.</summary>
    public string Application { get; set; } = "";

    /// <summary>
    /// The address of the store: <c>nats://host:4222</c> (several with commas between; <c>tls://</c> for TLS), or <c>file:</c> and a
    /// folder, for the processes of one
    /// machine. Required.
    /// </summary>
    public string Store { get; set; } = "";

    /// <summary>
    /// The instance's name. It tells instances apart and survives restarts, so that a release which a process has not survived is not taken
    /// again. Default: the machine's
    /// name; where several instances run on one machine, each needs a name of its own (HW8409).
    /// </summary>
    public string Instance { get; set; } = Environment.MachineName;

    /// <summary>Where the instance stands, such as a data centre. Waves take of each zone as many as its size says. Default: none.</summary>
    public string Zone { get; set; } = "";

    /// <summary>What else is to be known of the instance; shown by <c>hotweave fleet status</c>.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// For how long others believe a report: an instance that is not heard of for longer is lost. From a second to an hour; a report is
    /// written three times as often. Default: 15 seconds.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether this process also takes the steps of roll-outs, so that they go on when no <c>hotweave fleet … --wait</c> runs. Any number
    /// of processes may. Each of them
    /// reads the reports of all instances. Default: no.
    /// </summary>
    public bool Controls { get; set; }
}
