using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.Emission.Patching.Slots;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>What the patch has for members that code names. Each is declared when it is first asked for.</summary>
/// <param name="Bodies">Static methods with new bodies.</param>
/// <param name="Cells">Accessors of added fields.</param>
/// <param name="Slots">Methods that test the object's type.</param>
/// <param name="Homes">What delegates of added members name.</param>
/// <param name="Late">Calls that find their version by name.</param>
/// <param name="Constrained">Calls through a reference to a receiver whose type is a generic parameter.</param>
/// <param name="Caches">Caches of the version's own.</param>
/// <param name="Data">Data of the version's own.</param>
internal sealed record PatchMembers(
    StaticBodies Bodies, Cells Cells, SlotMethods Slots, DelegateHomes Homes, LateCalls Late, ConstrainedCalls Constrained, Caches Caches,
        BuildData Data);
