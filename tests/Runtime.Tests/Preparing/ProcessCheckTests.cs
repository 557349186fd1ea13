using HotWeave.Preparing;
using Xunit;

namespace HotWeave.Runtime.Tests.Preparing;

public sealed class ProcessCheckTests
{
    [Fact]
    public void A_debugger_that_may_edit_code_is_refused_and_one_that_only_looks_is_not()
    {
        Assert.Equal("HW6117", Assert.Throws<SwapException>(() => PatchPreparer.CheckProcess(runsNewCode: true, isDebugged: true, isEditable: true)).Code);
        PatchPreparer.CheckProcess(runsNewCode: true, isDebugged: true, isEditable: false);
        PatchPreparer.CheckProcess(runsNewCode: true, isDebugged: false, isEditable: true);
    }

    [Fact]
    public void A_process_without_a_compiler_is_refused() =>
        Assert.Equal("HW6116", Assert.Throws<SwapException>(() => PatchPreparer.CheckProcess(runsNewCode: false, isDebugged: false, isEditable: false)).Code);
}
