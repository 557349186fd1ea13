using Orleans;
using Orleans.Runtime;

namespace HotWeave.Orleans.Calls;

/// <summary>How a call carries the unit that makes it: by its tag in the request context, which goes along with what is called.</summary>
internal static class CarriedUnit
{
    private const string Key = "hotweave.unit";

    // In Orleans.Streaming, which a silo need not have.
    private const string StreamDelivery = "IStreamConsumerExtension";

    /// <summary>For calls that this flow of execution makes from now on.</summary>
    /// <remarks>Outside units what a caller left stays: a grain's activation belongs to the call that asks for the grain.</remarks>
    internal static void Write(CapturedUnit unit)
    {
        if (unit.Tag is { } tag)
            RequestContext.Set(Key, tag);
    }

    /// <summary>The unit that the call belongs to; none for an event of a stream, which carries what its producer had.</summary>
    internal static CapturedUnit Read(IIncomingGrainCallContext call) =>
        call.InterfaceName == StreamDelivery ? default : CapturedUnit.FromTag(RequestContext.Get(Key) as string);
}
